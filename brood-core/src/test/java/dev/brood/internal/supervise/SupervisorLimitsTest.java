package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.TaskTimeoutException.Limit;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.wire.EventLoop;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time limits of items, and workers that do not let go of them. */
class SupervisorLimitsTest {

  private static final long MILLIS = 1_000_000;

  private final Answers answers = new Answers();

  @Test
  void anItemFailsWhenItsTimeIsOverAndNotBefore() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 7, 1, FakePool.timeout(100));
    FakeWorker worker = pool.worker(1).begin();
    assertThat(pool.step()).isEqualTo(100 * MILLIS);
    pool.pass(99);
    assertThat(answers.has(7)).isFalse();
    pool.pass(1);
    TaskTimeoutException failure = answers.failure(7, TaskTimeoutException.class);
    assertThat(failure.limit()).isEqualTo(Limit.TIMEOUT);
    assertThat(failure.index()).isEqualTo(7);
    assertThat(failure).hasMessageContaining("slow");
    assertThat(worker.interrupted).containsExactly(1L);
  }

  @Test
  void aWorkerThatLetsGoIsKept() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, FakePool.timeout(100));
    FakeWorker worker = pool.worker(1).begin();
    pool.pass(100);
    pool.pass(499);
    worker.answer(Failure.ofTask(new InterruptedException(), 1));
    assertThat(answers.failure(0, TaskTimeoutException.class)).isNotNull();
    assertThat(pool.step()).isEqualTo(EventLoop.Work.NEVER);
    pool.submit(answers, 1, 1);
    worker.answer("next");
    assertThat(answers.at(1)).isEqualTo("next");
    assertThat(pool.workers).hasSize(1);
    assertThat(worker.terminated).isFalse();
  }

  @Test
  void aWorkerThatDoesNotLetGoIsReplacedAndNothingElseIsLost() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 3, FakePool.timeout(100));
    FakeWorker worker = pool.worker(1).begin();
    pool.sleepThrough(100);
    pool.sleepThrough(499);
    assertThat(worker.terminated).isFalse();
    pool.sleepThrough(9);
    assertThat(worker.terminated).isTrue();
    assertThat(pool.workers).hasSize(2);
    pool.sleepThrough(200);
    assertThat(worker.killed).isTrue();
    pool.obey();
    pool.worker(2).join().answerAll("next");
    assertThat(answers.count()).isEqualTo(3);
    assertThat(answers.at(1)).isEqualTo("next");
    assertThat(pool.state().ended(EndCause.EVICTED)).isEqualTo(1);
    assertThat(pool.state().ended(EndCause.DIED)).isZero();
  }

  @Test
  void anEvictedWorkerThatGoesOnToTheNextItemBlamesNobody() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 3, FakePool.timeout(100));
    FakeWorker worker = pool.worker(1).begin();
    pool.sleepThrough(620);
    assertThat(worker.terminated).isTrue();
    worker.answer("late").begin();
    worker.dieOf(15);
    pool.worker(2).join().answerAll("next");
    assertThat(answers.failure(0, TaskTimeoutException.class)).isNotNull();
    assertThat(answers.at(1)).isEqualTo("next");
    assertThat(answers.at(2)).isEqualTo("next");
  }

  @Test
  void insideAChunkOnlyTheSlowItemFails() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1000, FakePool.timeout(100));
    FakeWorker worker = pool.worker(1);
    for (int i = 0; i < 500; i++) {
      worker.write("quick");
      // It rings now and then only.
      if (i % 100 == 0) {
        pool.pass(1);
      }
    }
    worker.begin();
    pool.sleepThrough(120);
    assertThat(answers.failure(500, TaskTimeoutException.class).index()).isEqualTo(500);
    worker.write("late").answerAll("quick");
    assertThat(answers.count()).isEqualTo(1000);
    assertThat(answers.byIndex.values().stream().filter(each -> each instanceof Failure))
        .hasSize(1);
    assertThat(pool.workers).hasSize(1);
  }

  @Test
  void aChunkIsAsLongAsItLikesIfItsItemsAreQuick() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 50, FakePool.timeout(100));
    for (int i = 0; i < 50; i++) {
      pool.worker(1).begin();
      pool.sleepThrough(90);
      pool.worker(1).answer("in time");
    }
    assertThat(answers.byIndex.values()).hasSize(50).doesNotHaveAnyElementsOfTypes(Failure.class);
  }

  @Test
  void progressThatNobodyRangForIsNoticed() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 100, FakePool.timeout(100));
    for (int i = 0; i < 100; i++) {
      pool.worker(1).begin();
      pool.sleepThrough(50);
      pool.worker(1).write("quick");
    }
    pool.sleepThrough(50);
    assertThat(answers.byIndex.values()).hasSize(100).doesNotHaveAnyElementsOfTypes(Failure.class);
  }

  @Test
  void aSoftLimitInterruptsAndTheResultCounts() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, new TaskTerms(null, 0, 50 * MILLIS, TimeUnit.SECONDS.toNanos(1), 0));
    FakeWorker worker = pool.worker(1).begin();
    pool.sleepThrough(49);
    assertThat(worker.interrupted).isEmpty();
    pool.sleepThrough(20);
    assertThat(worker.interrupted).containsExactly(1L);
    worker.answer("partial");
    assertThat(answers.at(0)).isEqualTo("partial");
  }

  @Test
  void heartbeatsPutOffTheStallLimit() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, new TaskTerms(null, 0, 0, 0, 100 * MILLIS));
    FakeWorker worker = pool.worker(1).begin();
    for (int i = 0; i < 20; i++) {
      pool.sleepThrough(90);
      worker.heartbeat();
    }
    assertThat(answers.has(0)).isFalse();
    pool.sleepThrough(95);
    assertThat(answers.has(0)).isFalse();
    pool.sleepThrough(20);
    assertThat(answers.failure(0, TaskTimeoutException.class).limit()).isEqualTo(Limit.STALL);
  }

  @Test
  void theTimeOfALargeArgumentDoesNotCount() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, FakePool.timeout(100));
    FakeWorker worker = pool.worker(1);
    for (int i = 0; i < 100; i++) {
      pool.sleepThrough(90);
      worker.bytesOut += 1_000_000;
      pool.step();
    }
    worker.begin();
    pool.sleepThrough(90);
    worker.answer("in time");
    assertThat(answers.at(0)).isEqualTo("in time");
    assertThat(pool.workers).hasSize(1);
  }

  @Test
  void anItemThatBeginsLateHasAllItsTime() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, FakePool.timeout(100));
    pool.sleepThrough(1_900);
    pool.worker(1).begin();
    pool.sleepThrough(90);
    pool.worker(1).answer("in time");
    assertThat(answers.at(0)).isEqualTo("in time");
  }

  @Test
  void aWorkerThatNeverBeginsIsReplacedAndItsItemRunsElsewhere() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, FakePool.timeout(100));
    assertIsReplaced(pool);
    assertThat(answers.at(0)).isEqualTo("elsewhere");
  }

  private static void assertIsReplaced(FakePool pool) {
    pool.sleepThrough(2_100);
    assertThat(pool.worker(1).terminated).isTrue();
    pool.sleepThrough(200);
    pool.obey();
    pool.worker(2).join().answerAll("elsewhere");
  }

  @Test
  void aWorkerThatIsStoppedBeforeItSaysThatItIsDoneIsReplaced() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1);
    pool.worker(1).stopsBeforeEnd = true;
    pool.worker(1).answer("done");
    assertThat(answers.at(0)).isEqualTo("done");
    pool.submit(answers, 1, 1, FakePool.timeout(100));
    assertIsReplaced(pool);
    assertThat(answers.at(1)).isEqualTo("elsewhere");
  }

  @Test
  void anItemThatNoWorkerEverBeginsBreaksThePool() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1, FakePool.timeout(100));
    for (int i = 1; i <= 3; i++) {
      pool.sleepThrough(3_000);
      pool.obey();
      pool.joinAll();
    }
    assertThat(answers.failure(0, BrokenPoolException.class)).isNotNull();
    pool.obey();
    assertThat(pool.supervisor.terminated()).isDone();
  }

  // --- Cancellation ---

  @Test
  void whatWaitsIsTakenBackAtOnce() {
    FakePool pool = FakePool.workers(1).open();
    pool.submit(answers, 0, 3);
    pool.supervisor.cancel(answers);
    assertThat(answers.count()).isEqualTo(3);
    pool.joinAll();
    assertThat(pool.worker(1).has()).isEmpty();
  }

  @Test
  void whatIsPrefetchedIsCalledOffAndTheOthersRun() {
    FakePool pool = FakePool.joined(1);
    Answers kept = new Answers();
    TaskClock clock = new TaskClock();
    clock.measured(1_000, 1);
    pool.supervisor.submit(FakePool.batch(0, 2, new Batch.Call(kept, clock)));
    pool.supervisor.submit(FakePool.batch(0, 2, new Batch.Call(answers, clock)));
    pool.supervisor.submit(FakePool.batch(2, 2, new Batch.Call(kept, clock)));
    pool.step();
    FakeWorker worker = pool.worker(1).begin();
    pool.supervisor.cancel(answers);
    assertThat(answers.failure(0, CancellationException.class)).isNotNull();
    assertThat(answers.count()).isEqualTo(2);
    assertThat(worker.calledOff).containsExactly(new FakeWorker.Range(3, 4));
    // The innocent item takes longer than the grace.
    pool.sleepThrough(10_000);
    assertThat(worker.terminated).isFalse();
    worker.answerAll("done");
    assertThat(kept.count()).isEqualTo(4);
    assertThat(kept.byIndex.values()).containsOnly("done");
    assertThat(answers.count()).isEqualTo(2);
    assertThat(pool.step()).isEqualTo(EventLoop.Work.NEVER);
  }

  @Test
  void whatIsDoneButNotShownYetCounts() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 3);
    pool.worker(1).write("done").begin();
    pool.supervisor.cancel(answers);
    assertThat(answers.byIndex.get(0L)).isEqualTo("done");
    assertThat(answers.failure(1, CancellationException.class)).isNotNull();
    assertThat(pool.worker(1).calledOff).containsExactly(new FakeWorker.Range(2, 3));
  }

  @Test
  void whatRunsIsCalledOffAfterAllThatWouldFollowIt() {
    FakePool pool = FakePool.joined(1);
    pool.submitQuick(answers, 3, Duration.ofNanos(1_000));
    pool.step();
    FakeWorker worker = pool.worker(1).begin();
    pool.supervisor.cancel(answers);
    assertThat(worker.calledOff)
        .containsExactly(
            new FakeWorker.Range(3, 3), new FakeWorker.Range(2, 2), new FakeWorker.Range(1, 1));
    assertThat(answers.byIndex.keySet()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void whatRunsIsInterruptedAndItsWorkerKeptIfItLetsGo() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1);
    FakeWorker worker = pool.worker(1).begin();
    pool.supervisor.cancel(answers);
    assertThat(answers.failure(0, CancellationException.class)).isNotNull();
    assertThat(worker.calledOff).containsExactly(new FakeWorker.Range(1, 1));
    pool.sleepThrough(400);
    worker.answer(Failure.ofTask(new InterruptedException(), 1));
    pool.sleepThrough(1_000);
    assertThat(worker.terminated).isFalse();
    assertThat(answers.count()).isEqualTo(1);
  }

  @Test
  void whatGoesOnRegardlessCostsItsWorker() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1);
    pool.worker(1).begin();
    pool.supervisor.cancel(answers);
    pool.sleepThrough(510);
    assertThat(pool.worker(1).terminated).isTrue();
    assertThat(pool.workers).hasSize(2);
  }

  @Test
  void anItemThatBeginsJustBeforeItIsCalledOffIsNotForgotten() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1);
    pool.supervisor.cancel(answers);
    // The order reaches the worker when it has begun, and the task heeds nobody.
    pool.worker(1).begin();
    pool.sleepThrough(1_100);
    assertThat(pool.worker(1).terminated).isTrue();
  }

  @Test
  void oneOfSeveralCancelledItemsThatGoesOnCostsTheWorker() {
    FakePool pool = FakePool.joined(1);
    TaskClock clock = new TaskClock();
    clock.measured(1_000, 1);
    Answers[] each = {new Answers(), new Answers(), new Answers()};
    for (Answers sink : each) {
      pool.supervisor.submit(FakePool.batch(0, 1, new Batch.Call(sink, clock)));
    }
    pool.step();
    FakeWorker worker = pool.worker(1).begin();
    for (Answers sink : each) {
      pool.supervisor.cancel(sink);
    }
    pool.sleepThrough(300);
    // The first lets go, the second had begun before it could be skipped.
    worker.answer("late").begin();
    pool.sleepThrough(490);
    assertThat(worker.terminated).isFalse();
    pool.sleepThrough(20);
    assertThat(worker.terminated).isTrue();
  }

  @Test
  void withdrawalSparesWhatAWorkerHas() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1);
    pool.submit(answers, 1, 1);
    pool.supervisor.withdraw(answers);
    assertThat(answers.failure(1, CancellationException.class)).isNotNull();
    pool.worker(1).answerAll("done");
    assertThat(answers.at(0)).isEqualTo("done");
  }

  @Test
  void whatNobodyWantsIsPassedOverUntilItIsLookedFor() {
    FakePool pool = FakePool.joined(1);
    pool.submit(answers, 0, 1);
    Answers[] each = new Answers[4_000];
    for (int i = 0; i < each.length; i++) {
      each[i] = new Answers();
      pool.submit(each[i], i, 1, FakePool.priority(i % 2));
    }
    Answers kept = new Answers();
    pool.submit(kept, 1, 1);
    // Behind those of higher priority.
    for (int i = 0; i < 6; i += 2) {
      each[i].withdrawn = true;
      pool.supervisor.cancel(each[i]);
      assertThat(each[i].count()).isZero();
    }
    assertThat(pool.state().waiting()).isEqualTo(each.length + 1 - 3);
    for (int i = 0; i < each.length; i++) {
      each[i].withdrawn = true;
      pool.supervisor.withdraw(each[i]);
    }
    pool.worker(1).answerAll("done");
    assertThat(pool.worker(1).has()).containsExactly(1L);
    for (int i = 0; i < each.length; i++) {
      assertThat(each[i].failure(i, CancellationException.class)).isNotNull();
    }
    pool.worker(1).answerAll("done");
    assertThat(kept.at(1)).isEqualTo("done");
    assertThat(pool.state().waiting()).isZero();
  }

  @Test
  void aDelayedItemCanBeCancelled() {
    FakePool pool = FakePool.joined(1);
    Batch batch = FakePool.batch(0, 1, new Batch.Call(answers, new TaskClock()));
    pool.supervisor.resubmit(batch, Duration.ofHours(1).toNanos());
    pool.supervisor.cancel(answers);
    assertThat(answers.failure(0, CancellationException.class)).isNotNull();
    assertThat(pool.step()).isEqualTo(EventLoop.Work.NEVER);
  }
}
