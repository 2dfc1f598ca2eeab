package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.wire.EventLoop;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** When workers come and go, and how a pool ends. */
class SupervisorLifeTest {

  private static final long MB = 1 << 20;

  private final Answers answers = new Answers();

  // --- Replacement ---

  @Test
  void theSuccessorOfAWorkerStartsBeforeItIsDone() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.tasks = 2;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.submit(answers, 0, 1);
    pool.worker(1).answer("done");
    assertThat(pool.workers).hasSize(1);
    pool.submit(answers, 1, 1);
    assertThat(pool.workers).hasSize(2);
    assertThat(pool.worker(1).retired).isFalse();
    pool.worker(1).answer("done");
    assertThat(pool.worker(1).retired).isTrue();
    pool.obey();
    assertThat(pool.state().ended(EndCause.TASKS)).isEqualTo(1);
    assertThat(pool.state().ended(EndCause.DIED)).isZero();
  }

  @Test
  void anOldWorkerGoesOnUntilAnotherTakesItsPlace() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.age = Duration.ofMinutes(1);
    FakePool pool = setup.open();
    pool.joinAll();
    assertThat(pool.step()).isEqualTo(Duration.ofMinutes(1).toNanos());
    pool.pass(59_999);
    assertThat(pool.workers).hasSize(1);
    pool.pass(1);
    assertThat(pool.workers).hasSize(2);
    pool.submit(answers, 0, 1);
    pool.worker(1).answer("old");
    assertThat(answers.at(0)).isEqualTo("old");
    pool.submit(answers, 1, 1);
    pool.worker(2).join();
    assertThat(pool.worker(1).retired).isFalse();
    pool.worker(1).answer("old");
    assertThat(pool.worker(1).retired).isTrue();
    pool.submit(answers, 2, 1);
    pool.worker(2).answer("new");
    assertThat(answers.at(2)).isEqualTo("new");
  }

  @Test
  void anOldWorkerOnDemandIsReplacedByOneOnly() {
    FakePool.Setup setup = FakePool.workers(8);
    setup.atOnce = false;
    setup.age = Duration.ofMinutes(1);
    FakePool pool = setup.open();
    pool.submit(answers, 0, 1);
    pool.joinAll();
    pool.pass(60_000);
    assertThat(pool.workers).hasSize(2);
    pool.joinAll();
    pool.worker(1).answer("done");
    assertThat(pool.worker(1).retired).isTrue();
  }

  @Test
  void anOldIdleWorkerOnDemandJustGoes() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.atOnce = false;
    setup.age = Duration.ofMinutes(1);
    FakePool pool = setup.open();
    pool.submit(answers, 0, 1);
    pool.joinAll().worker(1).answer("done");
    pool.pass(60_000);
    assertThat(pool.worker(1).retired).isTrue();
    assertThat(pool.workers).hasSize(1);
  }

  @Test
  void idleWorkersEndAfterAWhileAndComeBackWhenNeeded() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.idle = Duration.ofSeconds(10);
    FakePool pool = setup.open();
    pool.joinAll();
    pool.pass(4_000);
    pool.submit(answers, 0, 1);
    pool.worker(2).answer("done");
    pool.pass(6_000);
    assertThat(pool.worker(1).retired).isTrue();
    assertThat(pool.worker(2).retired).isFalse();
    pool.pass(4_000);
    assertThat(pool.worker(2).retired).isTrue();
    pool.obey();
    assertThat(pool.step()).isEqualTo(EventLoop.Work.NEVER);
    pool.submit(answers, 1, 1);
    assertThat(pool.workers).hasSize(3);
  }

  @Test
  void aWorkerAboveItsMemoryIsReplaced() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.memory = new MemoryTerms(100 * MB, 0, 0, 0);
    FakePool pool = setup.open();
    pool.joinAll();
    pool.worker(1).residentBytes = 99 * MB;
    pool.submit(answers, 0, 1);
    pool.worker(1).answer("done");
    assertThat(pool.workers).hasSize(1);
    pool.worker(1).residentBytes = 101 * MB;
    pool.submit(answers, 1, 1);
    pool.worker(1).answer("done");
    assertThat(pool.workers).hasSize(2);
    assertThat(pool.worker(1).retired).isFalse();
    pool.worker(2).join();
    assertThat(pool.worker(1).retired).isTrue();
    assertThat(pool.state().ended(EndCause.MEMORY)).isEqualTo(1);
  }

  @Test
  void aWorkerThatHasGrownIsReplaced() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.memory = new MemoryTerms(0, 0, 10 * MB, 0);
    FakePool pool = setup.open();
    pool.joinAll();
    for (int i = 0; i <= 10; i++) {
      assertThat(pool.workers).hasSize(1);
      pool.worker(1).residentBytes = (100 + i) * MB;
      pool.submit(answers, i, 1);
      pool.worker(1).answer("done");
    }
    pool.worker(1).residentBytes = 111 * MB;
    pool.submit(answers, 11, 1);
    pool.worker(1).answer("done");
    assertThat(pool.workers).hasSize(2);
  }

  @Test
  void aWorkerWhoseHeapIsAboveTheLimitIsReplacedWhereNothingElseIsKnown() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.memory = new MemoryTerms(0, 0, 0, 10 * MB);
    FakePool pool = setup.open();
    pool.joinAll();
    assertThat(pool.worker(1).heapLimit).isEqualTo(10 * MB);
    pool.submit(answers, 0, 1);
    pool.worker(1).answer("done");
    assertThat(pool.workers).hasSize(1);
    pool.worker(1).heapInUse = 11 * MB;
    pool.submit(answers, 1, 1);
    pool.worker(1).answer("done");
    assertThat(pool.workers).hasSize(2);
    pool.worker(2).join();
    assertThat(pool.worker(1).retired).isTrue();
    assertThat(pool.state().ended(EndCause.MEMORY)).isEqualTo(1);
  }

  @Test
  void whatTheInitializerLoadsIsNoGrowth() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.memory = new MemoryTerms(0, 0, 10 * MB, 0);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.worker(1).residentBytes = 50 * MB;
    pool.worker(1).answerAll(true);
    assertThat(pool.state().workers().getFirst().tasks()).isZero();
    pool.submit(answers, 0, 1);
    pool.sleepThrough(500);
    pool.worker(1).residentBytes = 100 * MB;
    pool.worker(1).answer("loaded classes");
    assertThat(pool.workers).hasSize(1);
    pool.worker(1).residentBytes = 111 * MB;
    pool.submit(answers, 1, 1);
    pool.worker(1).answer("leaked");
    assertThat(pool.workers).hasSize(2);
    assertThat(pool.state().ended(EndCause.GROWTH)).isEqualTo(1);
    assertThat(pool.state().results()).isEqualTo(2);
  }

  @Test
  void aTaskAboveTheLimitIsKilledAndSaysWhy() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.memory = new MemoryTerms(0, 100 * MB, 0, 0);
    setup.deaths = 1;
    FakePool pool = setup.open();
    pool.joinAll();
    for (int i = 0; i < 5; i++) {
      FakeWorker worker = pool.workers.getLast();
      pool.submit(answers, 10L * i, 2);
      worker.begin();
      pool.sleepThrough(200);
      assertThat(worker.killed).isFalse();
      worker.residentBytes = 101 * MB;
      pool.sleepThrough(100);
      assertThat(worker.killed).isTrue();
      pool.obey();
      assertThat(answers.failure(10L * i, WorkerDiedException.class).death().likelyCause())
          .contains("resident memory=" + 101 * MB);
      pool.joinAll().workers.getLast().answerAll("other");
      assertThat(answers.at(10L * i + 1)).isEqualTo("other");
    }
    assertThat(pool.state().ended(EndCause.DIED)).isZero();
    assertThat(pool.state().ended(EndCause.MEMORY)).isEqualTo(5);
  }

  @Test
  void nobodyIsKilledForTheMemoryOfATaskThatIsThrough() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.memory = new MemoryTerms(0, 100 * MB, 0, 0);
    FakePool pool = setup.open();
    pool.joinAll();
    pool.submit(answers, 0, 1);
    pool.worker(1).residentBytes = 101 * MB;
    pool.worker(1).answer("done");
    assertThat(pool.worker(1).killed).isFalse();
    assertThat(pool.worker(1).retired).isTrue();
    pool.submit(answers, 1, 1);
    assertThat(pool.worker(1).has()).isEmpty();
    pool.worker(2).join().answer("done");
    assertThat(answers.count()).isEqualTo(2);
  }

  // --- Size ---

  @Test
  void aPoolThatGrowsStartsMoreAtOnce() {
    FakePool pool = FakePool.joined(1);
    pool.supervisor.resize(3);
    assertThat(pool.workers).hasSize(3);
    assertThat(pool.supervisor.size()).isEqualTo(3);
  }

  @Test
  void aPoolThatShrinksLetsBusyWorkersFinish() {
    FakePool pool = FakePool.joined(3);
    pool.submit(answers, 0, 1);
    pool.submit(answers, 1, 1);
    pool.supervisor.resize(1);
    assertThat(pool.worker(1).retired).isTrue();
    assertThat(pool.worker(2).retired).isFalse();
    pool.submit(answers, 2, 1);
    pool.worker(2).answer("done");
    pool.worker(3).answer("done");
    long retired = pool.workers.stream().filter(worker -> worker.retired).count();
    assertThat(retired).isEqualTo(2);
    pool.workers.stream().filter(worker -> !worker.retired).forEach(w -> w.answerAll("done"));
    assertThat(answers.count()).isEqualTo(3);
    pool.obey();
    assertThat(pool.state().workers()).hasSize(1);
  }

  @Test
  void aPoolThatShrinksWhileItsWorkersStartKeepsAsManyAsItShall() {
    FakePool pool = FakePool.workers(4).open();
    pool.supervisor.resize(1);
    pool.joinAll();
    pool.obey();
    assertThat(pool.state().workers()).hasSize(1);
    pool.submit(answers, 0, 1);
    pool.workers.forEach(worker -> worker.answerAll("done"));
    assertThat(answers.at(0)).isEqualTo("done");
  }

  @Test
  void aPoolThatShrinksWhileItsWorkersInitializeKeepsAsManyAsItShall() {
    FakePool.Setup setup = FakePool.workers(3);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.supervisor.resize(1);
    pool.workers.forEach(worker -> worker.answerAll(true));
    pool.obey();
    assertThat(pool.state().workers()).hasSize(1);
    pool.submit(answers, 0, 2);
    pool.workers.forEach(worker -> worker.answerAll("done"));
    assertThat(answers.count()).isEqualTo(2);
  }

  @Test
  void aDeathBeforeAForkedWorkerHasItsStateIsADeathLikeAnyOther() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.initializer = true;
    setup.ofUser = false;
    FakePool pool = setup.open();
    assertThat(pool.supervisor.initialized()).isDone();
    pool.joinAll();
    pool.submit(answers, 0, 1);
    pool.worker(1).begin().dieOf(9);
    pool.worker(2).join().answerAll(true).answerAll("done");
    assertThat(answers.count()).isEqualTo(1);
    assertThat(pool.supervisor.initialized()).isCompleted();
  }

  @Test
  void aDeathInTheInitializerBreaksThePool() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.initializer = true;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.worker(1).begin().dieOf(9);
    assertThat(pool.supervisor.initialized()).isCompletedExceptionally();
    assertThat(pool.workers).hasSize(1);
  }

  // --- The end ---

  @Test
  void shutdownDoesWhatWasSubmittedAndTakesNothingMore() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 2);
    pool.submit(answers, 2, 1);
    pool.supervisor.shutdown();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> pool.submit(answers, 9, 1));
    pool.worker(1).answerAll("done").answerAll("done");
    assertThat(answers.count()).isEqualTo(3);
    assertThat(pool.worker(1).retired).isTrue();
    assertThat(pool.supervisor.terminated()).isNotDone();
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
    assertThat(pool.closed).isTrue();
  }

  @Test
  void aWorkerThatDiesDuringShutdownIsReplacedForWhatIsLeft() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 2);
    pool.supervisor.shutdown();
    pool.worker(1).begin().dieOf(9);
    pool.worker(2).join().answerAll("done");
    pool.obey();
    assertThat(answers.count()).isEqualTo(2);
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void aHoldKeepsAPoolOpenThatIsShutDown() {
    FakePool pool = FakePool.joined(1);
    Hold hold = pool.supervisor.hold();
    pool.supervisor.shutdown();
    assertThat(pool.worker(1).retired).isFalse();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> pool.submit(answers, 0, 1));
    answers.holdsPool = true;
    pool.submit(answers, 0, 1);
    pool.worker(1).answerAll("done");
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> pool.supervisor.hold());
    assertThat(pool.worker(1).retired).isFalse();
    hold.close();
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void shutdownNowFailsAllAndEndsAll() {
    FakePool pool = FakePool.joined(2);
    for (int i = 0; i < 4; i++) {
      pool.submit(answers, i, 1);
    }
    pool.worker(1).begin();
    pool.supervisor.shutdownNow();
    for (int i = 0; i < 4; i++) {
      assertThat(answers.failure(i, CancellationException.class)).isNotNull();
    }
    assertThat(pool.workers).allMatch(worker -> worker.terminated && !worker.killed);
    pool.sleepThrough(1_000);
    assertThat(pool.workers).allMatch(worker -> worker.killed);
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
    assertThat(answers.count()).isEqualTo(4);
  }

  @Test
  void workersThatJoinAPoolThatIsOverAreKilled() {
    FakePool pool = FakePool.workers(2).open();
    pool.supervisor.shutdownNow();
    assertThat(pool.supervisor.terminated()).isNotDone();
    pool.joinAll();
    pool.worker(2).failToStart();
    assertThat(pool.worker(1).killed).isTrue();
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
  }

  @Test
  void workersThatAreStillStartingAreNotWaitedForAtTheEnd() {
    for (boolean now : new boolean[] {true, false}) {
      FakePool pool = FakePool.workers(2).open();
      pool.worker(2).join();
      if (now) {
        pool.supervisor.shutdownNow();
      } else {
        pool.supervisor.shutdown();
      }
      assertThat(pool.worker(1).abandoned).isTrue();
      assertThat(pool.worker(2).abandoned).isFalse();
      pool.worker(1).failToStart();
      pool.obey();
      assertThat(pool.supervisor.terminated()).isDone();
      assertThat(pool.supervisor.forced())
          .containsExactly(new ForcedEnd(1, 1001, ForcedEnd.Step.STARTING));
      assertThat(pool.workers).hasSize(2);
    }
  }

  @Test
  void startsThatThePoolItselfHasEndedDoNotBreakIt() {
    FakePool pool = FakePool.workers(20).open();
    pool.supervisor.resize(1);
    for (FakeWorker worker : pool.workers) {
      if (worker.abandoned) {
        worker.failToStart();
      }
    }
    pool.joinAll();
    assertThat(pool.state().workers()).hasSize(1);
    assertThat(pool.state().ended(EndCause.RESIZED)).isEqualTo(19);
    assertThat(pool.state().ended(EndCause.NOT_STARTED)).isZero();
    pool.submit(answers, 0, 1);
    pool.workers.forEach(worker -> worker.answerAll("done"));
    assertThat(answers.at(0)).isEqualTo("done");
  }

  @Test
  void aWorkerThatDoesNotEndIsToldMoreAndMoreFirmly() {
    FakePool pool = FakePool.joined(1);
    pool.supervisor.shutdown();
    assertThat(pool.worker(1).retired).isTrue();
    pool.sleepThrough(4_999);
    assertThat(pool.worker(1).terminated).isFalse();
    pool.sleepThrough(1);
    assertThat(pool.worker(1).terminated).isTrue();
    pool.sleepThrough(999);
    assertThat(pool.worker(1).killed).isFalse();
    pool.sleepThrough(1);
    assertThat(pool.worker(1).killed).isTrue();
    assertThat(pool.step()).isEqualTo(EventLoop.Work.NEVER);
    pool.obey();
    assertThat(pool.supervisor.forced())
        .containsExactly(new ForcedEnd(1, 1001, ForcedEnd.Step.KILLED));
  }

  @Test
  void theExitHookRunsOnceInEachWorkerThatEndsInPeace() {
    FakePool.Setup setup = FakePool.workers(3);
    setup.exitHook = true;
    setup.tasks = 1;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.submit(answers, 0, 1);
    pool.worker(3).answer("done");
    assertThat(pool.worker(3).has()).hasSize(1);
    pool.worker(3).answer("hook");
    pool.obey();
    pool.worker(2).dieOf(9);
    pool.supervisor.shutdown();
    pool.joinAll();
    pool.workers.stream().filter(worker -> !worker.isDead()).forEach(w -> w.answerAll("hook"));
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
    assertThat(pool.worker(1).given).hasSize(1);
    assertThat(pool.worker(2).given).isEmpty();
    assertThat(pool.worker(3).given).hasSize(2);
  }

  @Test
  void aDeathInTheExitHookFailsTheHookOnly() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.exitHook = true;
    FakePool pool = setup.open();
    pool.joinAll();
    pool.supervisor.shutdown();
    pool.worker(1).begin().exit(5);
    assertThat(pool.exited.failure(0, WorkerDiedException.class).death().exitCode()).isEqualTo(5);
    assertThat(pool.supervisor.terminated()).isDone();
    assertThat(pool.workers).hasSize(1);
  }
}
