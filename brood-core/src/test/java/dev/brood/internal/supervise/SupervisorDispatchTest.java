package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.wire.EventLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which worker is given what, and when. */
class SupervisorDispatchTest {

  private static final Duration A_MICROSECOND = Duration.ofNanos(1_000);

  private final Answers answers = new Answers();

  @Test
  void itemsAreGivenInTheOrderInWhichTheyCame() {
    FakePool pool = FakePool.workers(1).open();
    for (int i = 0; i < 5; i++) {
      pool.submit(answers, i, 1);
    }
    FakeWorker worker = pool.worker(1).join();
    for (long i = 0; i < 5; i++) {
      assertThat(worker.has()).containsExactly(i);
      worker.answer("done");
    }
    assertThat(answers.count()).isEqualTo(5);
  }

  @Test
  void theWorkerThatWentIdleLastIsTakenFirst() {
    FakePool pool = FakePool.joined(3);
    pool.submit(answers, 0, 1);
    assertThat(pool.worker(3).has()).containsExactly(0L);
    pool.submit(answers, 1, 1);
    assertThat(pool.worker(2).has()).containsExactly(1L);
    pool.worker(3).answer("done");
    pool.worker(2).answer("done");
    pool.submit(answers, 2, 1);
    assertThat(pool.worker(2).has()).containsExactly(2L);
  }

  @Test
  void nobodyIsGivenMoreThanItDoesAsLongAsTimesAreUnknown() {
    FakePool pool = FakePool.joined(2);
    for (int i = 0; i < 4; i++) {
      pool.submit(answers, i, 1);
    }
    assertThat(pool.worker(1).has()).hasSize(1);
    assertThat(pool.worker(2).has()).hasSize(1);
    assertThat(pool.state().waiting()).isEqualTo(2);
  }

  @Test
  void quickItemsArePrefetchedForAMillisecond() {
    FakePool pool = FakePool.joined(2);
    pool.submitQuick(answers, 100, Duration.ofNanos(100_000));
    assertThat(pool.worker(1).has()).hasSize(10);
    assertThat(pool.worker(2).has()).hasSize(10);
    assertThat(pool.state().waiting()).isEqualTo(80);
  }

  @Test
  void workThatTakesNoTimeWaitsForNewsWhileEverybodyIsBusy() {
    FakePool pool = FakePool.joined(1);
    pool.worker(1).nanosPerBatch = A_MICROSECOND.toNanos();
    pool.submitQuick(answers, 3, A_MICROSECOND);
    assertThat(pool.worker(1).has()).containsExactly(0L);
    pool.worker(1).answer("done");
    assertThat(pool.worker(1).has()).containsExactly(1L, 2L);
    pool.worker(1).answerAll("done");
    assertThat(answers.count()).isEqualTo(3);
  }

  @Test
  void workThatTakesNoTimeIsGivenAtOnceToWhoHasNothingToDo() {
    FakePool pool = FakePool.joined(2);
    pool.submitQuick(answers, 2, A_MICROSECOND);
    assertThat(pool.worker(1).has()).hasSize(1);
    assertThat(pool.worker(2).has()).hasSize(1);
  }

  @Test
  void notMuchWorkWaitsForNews() {
    FakePool pool = FakePool.joined(1);
    pool.submitQuick(answers, 100, A_MICROSECOND);
    assertThat(pool.worker(1).has()).hasSizeBetween(1 + 99 / 32 * 32, 100);
  }

  @Test
  void whatIsSubmittedBehindWhatWaitsIsAnsweredWithItWhenThePoolIsStopped() {
    FakePool pool = FakePool.joined(1);
    for (int i = 0; i < 4; i++) {
      pool.submit(answers, i, 1);
    }
    pool.supervisor.shutdownNow();
    pool.obey();
    assertThat(answers.count()).isEqualTo(4);
    assertThat(pool.step()).isEqualTo(EventLoop.Work.NEVER);
    assertThat(pool.supervisor.terminated()).isCompleted();
  }

  /** A single call that a worker need not be told of by itself. */
  private static final class InARow extends Batch {
    InARow(long index, Batch.Call call) {
      super(index, 1, call);
    }

    @Override
    public boolean goesOnWith(Batch next) {
      return next.firstIndex() == firstIndex() + 1;
    }

    @Override
    protected Batch part(int from, int to) {
      return this;
    }
  }

  private void submitInARow(FakePool pool, int from, int to) {
    TaskClock clock = new TaskClock();
    clock.measured(A_MICROSECOND.toNanos(), 1);
    for (int i = from; i < to; i++) {
      pool.supervisor.submit(new InARow(i, new Batch.Call(answers, clock)));
    }
  }

  @Test
  void callsInARowGoToOneWorkerAndEachHasItsShare() {
    FakePool pool = FakePool.joined(2);
    submitInARow(pool, 0, 22);
    pool.step();
    assertThat(pool.worker(2).has().getFirst()).isZero();
    assertThat(pool.worker(1).has().getFirst()).isOne();
    List<Long> one = pool.worker(1).has().subList(1, 11);
    List<Long> two = pool.worker(2).has().subList(1, 11);
    assertThat(List.of(one.getLast() - one.getFirst(), two.getLast() - two.getFirst()))
        .containsExactly(9L, 9L);
  }

  @Test
  void aRunOfResultsIsForAllCallsThatItAnswers() {
    FakePool pool = FakePool.joined(1);
    submitInARow(pool, 0, 5);
    pool.step();
    FakeWorker worker = pool.worker(1);
    worker.writeRun(List.of("a", "b", "c"));
    worker.answerAll("rest");
    assertThat(answers.byIndex.values()).containsExactly("a", "b", "c", "rest", "rest");
    assertThat(pool.state().workers().getFirst().owes()).isZero();
  }

  @Test
  void moreResultsThanThereAreCallsBreakOnlyTheWorker() {
    FakePool pool = FakePool.joined(1);
    submitInARow(pool, 0, 2);
    pool.step();
    pool.worker(1).pretend(List.of("a", "b", "c"));
    assertThat(pool.worker(1).killed).isTrue();
    assertThat(answers.at(0)).isEqualTo("a");
    assertThat(answers.at(1)).isEqualTo("b");
  }

  @Test
  void prefetchedItemsAreBoundedHoweverQuickTheyAre() {
    FakePool pool = FakePool.joined(1);
    pool.submitQuick(answers, 10_000, Duration.ofNanos(1));
    assertThat(pool.worker(1).has()).hasSize(4096);
  }

  @Test
  void slowItemsAreNotPrefetched() {
    FakePool pool = FakePool.joined(2);
    pool.submitQuick(answers, 10, Duration.ofMillis(1));
    assertThat(pool.worker(1).has()).hasSize(1);
    assertThat(pool.worker(2).has()).hasSize(1);
  }

  @Test
  void whatWaitsBehindALongItemIsGivenToWhoHasNothingToDo() {
    FakePool pool = FakePool.joined(3);
    pool.submitQuick(answers, 12, Duration.ofNanos(100_000));
    FakeWorker stuck = pool.worker(1).begin();
    List<Long> behind = stuck.has().subList(1, 4);
    pool.worker(2).answerAll("done");
    pool.worker(3).answerAll("done");
    pool.sleepThrough(3);

    FakeWorker.Range asked = stuck.hearAsked();
    assertThat(asked).isEqualTo(new FakeWorker.Range(1, 4));
    stuck.giveBack(asked);

    // It has turned out that such items take long, so nobody is given two.
    assertThat(pool.worker(2).has()).hasSize(1);
    assertThat(pool.worker(3).has()).hasSize(1);
    assertThat(pool.state().waiting()).isEqualTo(1);
    pool.worker(2).answer("elsewhere");
    pool.worker(3).answerAll("elsewhere");
    pool.worker(2).answerAll("elsewhere");
    stuck.answerAll("done");
    assertThat(answers.count()).isEqualTo(12);
    assertThat(behind).allSatisfy(each -> assertThat(answers.at(each)).isEqualTo("elsewhere"));
  }

  @Test
  void theRestOfABatchIsSharedByAllWhoHaveNothingToDo() {
    FakePool pool = FakePool.joined(3);
    pool.submit(answers, 0, 31);
    FakeWorker stuck = pool.workers.stream().filter(each -> !each.has().isEmpty()).findAny().get();
    stuck.begin();
    pool.sleepThrough(3);
    stuck.giveBack(stuck.hearAsked());

    assertThat(pool.workers)
        .filteredOn(each -> each != stuck)
        .allMatch(each -> each.has().size() == 10);
    assertThat(pool.state().waiting()).isEqualTo(10);
    pool.workers.forEach(each -> each.answerAll(each == stuck ? "done" : "elsewhere"));
    pool.workers.forEach(each -> each.answerAll("elsewhere"));
    assertThat(answers.count()).isEqualTo(31);
    assertThat(answers.at(0)).isEqualTo("done");
  }

  @Test
  void anItemThatWasPassedOverBeforeItWasGivenBackIsRunElsewhere() {
    FakePool pool = FakePool.joined(2);
    pool.submit(answers, 0, 3);
    FakeWorker stuck = pool.worker(2).begin();
    pool.sleepThrough(3);
    FakeWorker.Range asked = stuck.hearAsked();
    stuck.write("done").skip().giveBack(asked);
    pool.step();

    pool.worker(1).answerAll("elsewhere");
    pool.worker(1).answerAll("elsewhere");
    stuck.answerAll("done");
    pool.worker(1).answerAll("elsewhere");
    assertThat(answers.count()).isEqualTo(3);
    assertThat(answers.at(1)).isEqualTo("elsewhere");
  }

  @Test
  void whatWasTakenBackDoesNotCountAsRun() {
    FakePool.Setup setup = FakePool.workers(2);
    setup.tasks = 5;
    FakePool pool = setup.open().joinAll();
    pool.submit(answers, 0, 4);
    FakeWorker stuck = pool.worker(2).begin();
    pool.sleepThrough(3);
    FakeWorker.Range asked = stuck.hearAsked();
    stuck.giveBack(asked);
    for (int i = 4; !stuck.retired; i++) {
      pool.submit(answers, i, 1);
      List.copyOf(pool.joinAll().workers)
          .forEach(each -> each.answerAll(each == stuck ? "stuck" : "other"));
    }
    assertThat(answers.byIndex.values()).filteredOn("stuck"::equals).hasSize(5);
    assertThat(answers.count()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void nothingIsTakenBackFromAWorkerThatOnlyWaitsForACore() {
    FakePool pool = FakePool.joined(2);
    pool.submit(answers, 0, 3);
    pool.sleepThrough(1_000);
    assertThat(pool.workers).allMatch(each -> each.askedBack.isEmpty());
    pool.worker(2).begin();
    pool.sleepThrough(3);
    assertThat(pool.worker(2).askedBack).hasSize(1);
  }

  @Test
  void nothingIsTakenBackWhileEverybodyWorks() {
    FakePool pool = FakePool.joined(2);
    pool.submit(answers, 0, 3);
    pool.submit(answers, 3, 3);
    pool.worker(1).begin();
    pool.worker(2).begin();
    pool.sleepThrough(1_000);
    assertThat(pool.workers).allMatch(each -> each.askedBack.isEmpty());
  }

  @Test
  void whatWasTakenBackFromTheDeadIsNotRunTwice() {
    FakePool pool = FakePool.joined(2);
    pool.submit(answers, 0, 4);
    FakeWorker stuck = pool.worker(2).begin();
    pool.sleepThrough(3);
    stuck.giveBack(stuck.hearAsked());
    stuck.dieOf(9);
    pool.joinAll();
    while (answers.count() < 4) {
      pool.workers.stream()
          .filter(each -> !each.isDead())
          .forEach(each -> each.answerAll("elsewhere"));
    }
    answers.failure(0, WorkerDiedException.class);
    assertThat(answers.at(3)).isEqualTo("elsewhere");
  }

  @Test
  void higherPrioritiesComeFirstAndLowerOnesLast() {
    FakePool pool = FakePool.workers(1).open();
    pool.submit(answers, 0, 1, FakePool.priority(-1));
    pool.submit(answers, 1, 1);
    pool.submit(answers, 2, 1, FakePool.priority(5));
    pool.submit(answers, 3, 1, FakePool.priority(7));
    pool.submit(answers, 4, 1, FakePool.priority(5));
    FakeWorker worker = pool.worker(1).join();
    for (long expected : new long[] {3, 2, 4, 1, 0}) {
      assertThat(worker.has()).containsExactly(expected);
      worker.answer("done");
    }
  }

  @Test
  void delayedItemsWaitForTheirTime() {
    FakePool pool = FakePool.joined(1);
    TaskClock clock = new TaskClock();
    Batch batch = FakePool.batch(0, 1, new Batch.Call(answers, clock));
    pool.supervisor.resubmit(batch, 50_000_000);
    assertThat(pool.step()).isEqualTo(50_000_000);
    assertThat(pool.pass(49)).isEqualTo(1_000_000);
    assertThat(pool.worker(1).has()).isEmpty();
    pool.pass(1);
    assertThat(pool.worker(1).has()).containsExactly(0L);
  }

  @Test
  void workersOnDemandStartOneForEachWaitingItem() {
    FakePool.Setup setup = FakePool.workers(4);
    setup.atOnce = false;
    FakePool pool = setup.open();
    assertThat(pool.workers).isEmpty();
    pool.submit(answers, 0, 1);
    assertThat(pool.workers).hasSize(1);
    pool.submit(answers, 1, 1);
    assertThat(pool.workers).hasSize(2);
    pool.joinAll();
    pool.worker(1).answer("done");
    pool.submit(answers, 2, 1);
    assertThat(pool.workers).hasSize(2);
    for (int i = 3; i < 20; i++) {
      pool.submit(answers, i, 1);
    }
    assertThat(pool.workers).hasSize(4);
  }

  @Test
  void anItemMoreThanTheWorkerHasLeftGoesToItsSuccessor() {
    FakePool.Setup setup = FakePool.workers(1);
    setup.tasks = 3;
    FakePool pool = setup.open();
    pool.submit(answers, 0, 5);
    pool.worker(1).join();
    assertThat(pool.worker(1).has()).containsExactly(0L, 1L, 2L);
    pool.worker(2).join();
    assertThat(pool.worker(2).has()).containsExactly(3L, 4L);
    pool.worker(1).answerAll("one");
    assertThat(pool.worker(1).retired).isTrue();
    pool.worker(2).answerAll("two");
    assertThat(answers.count()).isEqualTo(5);
  }

  @Test
  void functionsAreForgottenByWorkersThatLive() {
    FakePool pool = FakePool.joined(2);
    TaskFunction function = () -> {};
    pool.supervisor.forget(function);
    assertThat(pool.worker(1).forgotten).containsExactly(function);
    assertThat(pool.worker(2).forgotten).containsExactly(function);
  }

  @Test
  void aWorkerThatIsIdleCostsNoWakeUps() {
    FakePool pool = FakePool.joined(2);
    pool.submit(answers, 0, 1);
    pool.workers.forEach(worker -> worker.answerAll("done"));
    assertThat(pool.step()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsDoneAndWhatWaitsIsCounted() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 4);
    pool.submit(answers, 4, 2);
    pool.worker(1).answer("one").answer(Failure.ofTask(new IllegalStateException(), 1));
    PoolState state = pool.state();
    assertThat(state.submitted()).isEqualTo(6);
    assertThat(state.results()).isEqualTo(2);
    assertThat(state.failures()).isEqualTo(1);
    assertThat(state.waiting()).isEqualTo(2);
    assertThat(state.started()).isEqualTo(1);
    assertThat(state.workers().getFirst().owes()).isEqualTo(2);
    assertThat(state.workers().getFirst().tasks()).isEqualTo(2);
    assertThat(state.workers().getFirst().state()).isEqualTo("BUSY");
    pool.worker(1).answerAll("done").answerAll("done");
    state = pool.state();
    assertThat(state.waiting()).isZero();
    assertThat(state.workers().getFirst().state()).isEqualTo("IDLE");
    assertThat(state.runTime().p50()).isBetween(2_500_000L, 5_700_000L);
  }
}
