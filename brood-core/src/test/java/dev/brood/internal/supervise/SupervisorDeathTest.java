package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.ProcessStartException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.wire.ExitCodes;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is blamed for the death of a worker, who is given another, and when the pool gives up. */
class SupervisorDeathTest {

  private final Answers answers = new Answers();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void onlyTheItemThatRanIsBlamedAtWhateverPlaceOfItsBatch(int guilty) {
    FakePool pool = FakePool.workers(1).open();
    pool.submit(answers, 10, 5);
    FakeWorker worker = pool.worker(1).join();
    for (int i = 0; i < guilty; i++) {
      worker.write("first");
    }
    worker.begin().exit(3);
    WorkerDiedException death = answers.failure(10 + guilty, WorkerDiedException.class);
    assertThat(death.index()).isEqualTo(10 + guilty);
    assertThat(death.death().exitCode()).isEqualTo(3);
    FakeWorker next = pool.worker(2).join();
    assertThat(next.has()).hasSize(4 - guilty);
    next.answerAll("second");
    assertThat(answers.count()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      if (i != guilty) {
        assertThat(answers.at(10 + i)).isEqualTo(i < guilty ? "first" : "second");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aDeathBetweenItemsIsNobodysFault(int answered) {
    FakePool pool = FakePool.workers(1).open();
    pool.submit(answers, 0, 5);
    FakeWorker worker = pool.worker(1).join();
    for (int i = 0; i < answered; i++) {
      worker.write("first");
    }
    worker.dieOf(9);
    pool.worker(2).join().answerAll("second");
    assertThat(answers.count()).isEqualTo(5);
    assertThat(answers.byIndex.values()).doesNotHaveAnyElementsOfTypes(Failure.class);
  }

  private static FakePool ofOneThatMayDie(int times) {
    FakePool.Setup setup = FakePool.workers(1);
    setup.deaths = times;
    return setup.open();
  }

  @Test
  void whatADeadWorkerHadIsGivenFirstAndInOrder() {
    FakePool pool = FakePool.workers(1).open();
    pool.worker(1).join();
    pool.submitQuick(answers, 200, Duration.ofNanos(100_000));
    assertThat(pool.worker(1).has()).hasSize(10);
    pool.worker(1).begin().dieOf(11);
    FakeWorker next = pool.worker(2).join();
    for (long i = 1; i < 200; i++) {
      assertThat(next.has().getFirst()).isEqualTo(i);
      next.answer("done");
    }
    assertThat(answers.failure(0, WorkerDiedException.class).death().signal()).isEqualTo(11);
    assertThat(answers.count()).isEqualTo(200);
  }

  @Test
  void idleWorkersThatDieAreReplaced() {
    FakePool pool = FakePool.joined(2);
    pool.worker(1).dieOf(9);
    pool.worker(2).dieOf(9);
    assertThat(pool.workers).hasSize(4);
    assertThat(pool.worker(1).closed).isTrue();
    assertThat(pool.state().ended(EndCause.DIED)).isEqualTo(2);
  }

  @Test
  void idleWorkersOnDemandThatDieAreNotReplaced() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.atOnce = false;
    FakePool pool = setup.open();
    pool.submit(answers, 0, 1);
    pool.joinAll().worker(1).answer("done");
    pool.worker(1).dieOf(9);
    assertThat(pool.workers).hasSize(1);
    pool.submit(answers, 1, 1);
    pool.worker(2).join().answer("done");
    assertThat(answers.count()).isEqualTo(2);
  }

  @Test
  void tooManyDeathsBreakThePool() {
    FakePool pool = ofOneThatMayDie(3);
    pool.submit(answers, 0, 10);
    for (int i = 1; i <= 4; i++) {
      pool.worker(i).join().begin().dieOf(9);
    }
    for (int i = 0; i < 4; i++) {
      var _ = answers.failure(i, WorkerDiedException.class);
    }
    for (int i = 4; i < 10; i++) {
      assertThat(answers.failure(i, BrokenPoolException.class))
          .hasMessageContaining("restartLimit");
    }
    assertThat(pool.workers).hasSize(4);
    assertThat(pool.supervisor.terminated()).isDone();
    assertThatExceptionOfType(BrokenPoolException.class)
        .isThrownBy(() -> pool.submit(answers, 11, 1));
  }

  @Test
  void deathsThatAreFarBetweenDoNotBreakThePool() {
    FakePool pool = ofOneThatMayDie(3);
    pool.submit(answers, 0, 30);
    for (int i = 1; i <= 30; i++) {
      pool.worker(i).join().begin().dieOf(9);
      pool.pass(4_000);
    }
    assertThat(answers.count()).isEqualTo(30);
    assertThat(pool.supervisor.terminated()).isNotDone();
  }

  @Test
  void workersThatEndWithoutBeginningAnythingBreakThePool() {
    FakePool pool = FakePool.workers(1).open();
    pool.submit(answers, 0, 1);
    pool.worker(1).join().exit(1);
    pool.worker(2).join().exit(1);
    pool.worker(3).join().exit(1);
    var _ = answers.failure(0, BrokenPoolException.class);
    assertThat(pool.workers).hasSize(3);
  }

  @Test
  void tasksThatExitAfterTheyWereCancelledDoNotBreakThePool() {
    FakePool pool = FakePool.workers(1).open();
    for (int i = 1; i <= 6; i++) {
      Answers each = new Answers();
      pool.submit(each, 0, 1);
      pool.worker(i).join().begin();
      pool.supervisor.cancel(each);
      pool.worker(i).exit(0);
    }
    assertThat(pool.supervisor.terminated()).isNotDone();
  }

  @Test
  void failedStartsAreRepeatedThreeTimes() {
    FakePool pool = FakePool.workers(1).open();
    pool.submit(answers, 0, 1);
    pool.worker(1).failToStart();
    pool.worker(2).failToStart();
    assertThat(answers.has(0)).isFalse();
    pool.worker(3).failToStart();
    assertThat(answers.failure(0, BrokenPoolException.class))
        .hasCauseInstanceOf(ProcessStartException.class);
    assertThat(pool.supervisor.terminated()).isDone();
    assertThat(pool.closed).isTrue();
  }

  @Test
  void startsThatSomebodyEndsAreDeaths() {
    FakePool pool = ofOneThatMayDie(4);
    pool.submit(answers, 0, 1);
    for (int i = 1; i <= 4; i++) {
      pool.worker(i).beKilledAtStart();
    }
    pool.worker(5).join().answer("done");
    assertThat(answers.at(0)).isEqualTo("done");
    assertThat(pool.state().ended(EndCause.DIED)).isEqualTo(4);
  }

  @Test
  void startsThatSomebodyEndsSlowlyBreakThePoolAtLast() {
    FakePool pool = ofOneThatMayDie(4);
    pool.submit(answers, 0, 1);
    for (int i = 1; i <= 5; i++) {
      pool.pass(60_000);
      pool.worker(i).beKilledAtStart();
    }
    assertThat(answers.failure(0, BrokenPoolException.class)).hasMessageContaining("in a row");
  }

  @Test
  void workersThatEndAfterAnItemThatFilledTheirHeapAreRecycled() {
    FakePool pool = ofOneThatMayDie(1);
    pool.submit(answers, 0, 6);
    for (int i = 1; i <= 5; i++) {
      FakeWorker worker = pool.worker(i).join();
      if (i < 4) {
        worker.write(Failure.ofTask(new OutOfMemoryError(), 1));
      } else {
        worker.begin();
      }
      worker.exit(ExitCodes.OUT_OF_MEMORY);
    }
    pool.worker(6).join().answer("done");
    assertThat(answers.count()).isEqualTo(6);
    assertThat(answers.failure(2, OutOfMemoryError.class)).isNotNull();
    assertThat(answers.failure(4, WorkerDiedException.class).index()).isEqualTo(4);
    assertThat(pool.state().ended(EndCause.DIED)).isZero();
    assertThat(pool.state().ended(EndCause.MEMORY)).isEqualTo(5);
  }

  @Test
  void idleWorkersWhoseHeapIsFullAreDeaths() {
    FakePool pool = ofOneThatMayDie(1);
    pool.worker(1).join().exit(ExitCodes.OUT_OF_MEMORY);
    pool.worker(2).join().exit(ExitCodes.OUT_OF_MEMORY);
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void whatAnInitializerThrewIsToldThoughItsWorkerEnds() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.initializer = true;
    FakePool pool = setup.open();
    OutOfMemoryError cause = new OutOfMemoryError();
    pool.worker(1).join().write(Failure.ofTask(cause, 1)).exit(ExitCodes.OUT_OF_MEMORY);
    pool.supervisor.initializerFailed(cause);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> pool.supervisor.initialized().get())
        .withCause(cause);
    assertThat(pool.workers).hasSize(1);
  }

  @Test
  void aStarterThatThrowsIsAFailedStart() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.atOnce = false;
    FakePool pool = setup.open();
    pool.startsThrow = true;
    pool.submit(answers, 0, 1);
    var _ = answers.failure(0, BrokenPoolException.class);
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void aFailingInitializerFailsTheStart() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.joinAll();
    IllegalStateException cause = new IllegalStateException("on purpose");
    pool.worker(1).answer(Failure.ofTask(cause, 1));
    pool.supervisor.initializerFailed(cause);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> pool.supervisor.initialized().get())
        .withCause(cause);
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void workersAreReadyWhenAllHaveInitialized() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.submit(answers, 0, 1);
    pool.joinAll();
    pool.worker(1).answer(true);
    assertThat(pool.supervisor.initialized()).isNotDone();
    assertThat(pool.worker(1).has()).containsExactly(0L);
    pool.worker(2).answer(true);
    assertThat(pool.supervisor.initialized()).isCompleted();
  }

  @Test
  void oneWorkerOnDemandStartsAtOnceForTheInitializer() {
    FakePool.Setup setup = FakePool.workers(3);
    setup.atOnce = false;
    setup.initializer = true;
    FakePool pool = setup.open();
    assertThat(pool.workers).hasSize(1);
    pool.worker(1).failToStart();
    assertThat(pool.workers).as("another in its place").hasSize(2);
    pool.worker(2).join();
    assertThat(pool.supervisor.initialized()).isNotDone();
    pool.worker(2).answer(true);
    assertThat(pool.supervisor.initialized()).isCompleted();
    assertThat(pool.workers).hasSize(2);
  }

  @Test
  void aDeathInTheInitializerBreaksThePool() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.submit(answers, 0, 1);
    pool.joinAll();
    pool.worker(1).begin().exit(4);
    assertThat(answers.failure(0, BrokenPoolException.class))
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(pool.supervisor.initialized()).isCompletedExceptionally();
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void anInitializerThatIsShutDownDoesNotBreakThePool() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.supervisor.shutdownNow();
    pool.supervisor.initializerFailed(pool.initialized.failure(0, CancellationException.class));
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
    assertThatExceptionOfType(java.util.concurrent.RejectedExecutionException.class)
        .isThrownBy(() -> pool.submit(answers, 0, 1));
  }

  @Test
  void aWorkerThatBreaksTheProtocolIsKilled() {
    FakePool pool = FakePool.joined(1);
    FakeWorker worker = pool.worker(1);
    pool.submit(answers, 0, 1);
    worker.write("done");
    worker.give(FakePool.batch(7, 1, new Batch.Call(answers, new TaskClock())));
    worker.answer("what nobody asked for");
    assertThat(worker.killed).isTrue();
    pool.submit(answers, 1, 2);
    pool.obey();
    pool.worker(2).join().answerAll("again");
    assertThat(answers.count()).isEqualTo(3);
    assertThat(answers.byIndex.values()).containsExactly("done", "again", "again");
    assertThat(pool.state().ended(EndCause.DIED)).isZero();
  }
}
