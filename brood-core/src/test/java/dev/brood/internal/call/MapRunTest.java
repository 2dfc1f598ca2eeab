package dev.brood.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.engine.TaskEngine;
import dev.brood.internal.supervise.Awaited;
import dev.brood.internal.supervise.ForcedEnd;
import dev.brood.internal.supervise.Hold;
import dev.brood.internal.supervise.PoolState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the thread that drives a map goes on: the engine answers item by item while it waits. */
class MapRunTest {
  private static final int ITEMS = 400;
  private static final int WORKERS = 2;
  private static final long A_MICROSECOND = 1_000;
  private static final long A_MILLISECOND = 1_000_000;

  /** Answers the oldest item that is under way each time that somebody still waits. */
  private static final class OneByOne implements TaskEngine {
    private final long nanosPerItem;
    private final int guilty;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private int failuresLeft = Integer.MAX_VALUE;
    private int resubmitted;
    private int functionsClosed;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private final List<Integer> answersOfWaits = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int nextInBatch;

    OneByOne(long nanosPerItem, int guilty) {
      this.nanosPerItem = nanosPerItem;
      this.guilty = guilty;
    }

    @Override
    public void await(Awaited awaited, TaskClock clock) {
      int answers = 0;
      while (!awaited.isHere()) {
        answers++;
        answer(clock);
      }
      answersOfWaits.add(answers);
    }

    private void answer(TaskClock clock) {
      Batch batch = Objects.requireNonNull(underWay.peek(), "waits, and nothing is under way");
      int item = nextInBatch++;
      long index = batch.firstIndex() + item;
      boolean fails = index == guilty && failuresLeft-- > 0;
      Object result = fails ? Failure.ofTask(new IllegalStateException("guilty"), 1) : index;
      clock.measured(nanosPerItem, 1);
      if (nextInBatch == batch.count()) {
        underWay.remove();
        nextInBatch = 0;
      }
      batch.sink().onResults(ResultRun.of(result).at(batch, item));
    }

    @Override
    public void submit(Batch batch) {
      underWay.add(batch);
      sizes.add(batch.count());
    }

    @Override
    public BatchBuilder batches(TaskFunction function, Batch.Call call) {
      return new BatchBuilder() {
        private int count;

        @Override
        public void add(Object item, long index) {
          count++;
        }

        @Override
        public int count() {
          return count;
        }

        @Override
        public Batch build(long firstIndex) {
          Batch batch = new Items(firstIndex, count, call);
          count = 0;
          return batch;
        }
      };
    }

    @Override
    public int parallelism() {
      return WORKERS;
    }

    @Override
    public void withdraw(ResultSink sink) {
      underWay.clear();
    }

    /** What is under way has just been done. */
    @Override
    public void cancel(ResultSink sink) {
      cancelled.countDown();
    }

    @Override
    public TaskFunction function(Object function, CallKind kind) {
      return () -> functionsClosed++;
    }

    @Override
    public Batch call(SerializableCallable<?> task, long index, Batch.Call call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resubmit(Batch batch, Duration delay) {
      resubmitted++;
      underWay.add(batch);
    }

    @Override
    public void complete(Runnable completion) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void help(Awaited awaited, TaskClock clock) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resize(int workers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PoolState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<@Nullable Object> exitResults() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ForcedEnd> forcedEnds() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Long> workerPids() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Hold hold() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public void shutdownNow() {}

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public void whenTerminated(Runnable action) {}

    @Override
    public boolean awaitTermination(Duration timeout) {
      return true;
    }
  }

  private static final class Items extends Batch {
    Items(long firstIndex, int count, Call call) {
      super(firstIndex, count, call);
    }

    @Override
    protected Batch part(int from, int to) {
      return new Items(firstIndex() + from, to - from, call());
    }
  }

  private static final RetryPolicy ALWAYS = (failure, errors, deaths) -> Duration.ZERO;

  private static MapRun run(OneByOne engine, boolean together) {
    return run(engine, together, RetryPolicy.NONE, Duration.ZERO, RunObserver.NONE);
  }

  private static MapRun run(
      OneByOne engine,
      boolean together,
      RetryPolicy retries,
      Duration deadline,
      RunObserver observer) {
    MapRun.Plan plan =
        new MapRun.Plan(0, 0, TaskTerms.NONE, retries, false, together, deadline, observer, 1);
    return new MapRun(
        engine,
        engine.function("identity", CallKind.FUNCTION),
        IntStream.range(0, ITEMS).iterator(),
        ITEMS,
        plan);
  }

  /** Runs to the end; returns the indexes that were answered. */
  private static Set<Long> indexesOf(MapRun run) throws InterruptedException {
    Set<Long> indexes = new HashSet<>();
    ResultRun arrived;
    while ((arrived = run.take()) != null) {
      assertThat(indexes.add(arrived.nextIndex())).isTrue();
      var _ = run.next(arrived);
      run.consumed(1);
    }
    return indexes;
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 100_000, A_MILLISECOND, 100 * A_MILLISECOND})
  void everyItemIsAnsweredOnce(long nanosPerItem) throws InterruptedException {
    for (boolean together : new boolean[] {false, true}) {
      try (MapRun run = run(new OneByOne(nanosPerItem, -1), together)) {
        assertThat(indexesOf(run)).hasSize(ITEMS);
      }
    }
  }

  @Test
  void whoWantsAllTogetherIsWokenForManyShortTasks() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND, -1);
    try (MapRun run = run(engine, true)) {
      assertThat(indexesOf(run)).hasSize(ITEMS);
    }
    assertThat(engine.answersOfWaits).hasSizeLessThan(ITEMS / 8);
  }

  @Test
  void aWorkerAlwaysHasSomethingToDoMeanwhile() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND, -1);
    try (MapRun run = run(engine, true)) {
      ResultRun arrived;
      while ((arrived = run.take()) != null) {
        if (run.submitted() < ITEMS) {
          assertThat(engine.underWay).hasSizeGreaterThanOrEqualTo(WORKERS);
        }
        var _ = run.next(arrived);
        run.consumed(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 100 * A_MILLISECOND})
  void veryShortAndLongTasksWakeItEach(long nanosPerItem) throws InterruptedException {
    OneByOne engine = new OneByOne(nanosPerItem, -1);
    try (MapRun run = run(engine, true)) {
      assertThat(indexesOf(run)).hasSize(ITEMS);
    }
    assertThat(engine.answersOfWaits).allMatch(answers -> answers <= 1);
  }

  @Test
  void whoWantsEachIsWokenForEach() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND, -1);
    try (MapRun run = run(engine, false)) {
      assertThat(indexesOf(run)).hasSize(ITEMS);
    }
    assertThat(engine.answersOfWaits).allMatch(answers -> answers <= 1);
  }

  @Test
  void theLastBatchesOfVeryShortTasksAreStillWorthSending() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MICROSECOND, -1);
    try (MapRun run = run(engine, true)) {
      assertThat(indexesOf(run)).hasSize(ITEMS);
    }
    List<Integer> grown = engine.sizes.stream().dropWhile(size -> size < 50).toList();
    assertThat(grown).hasSizeGreaterThan(2);
    // All but the last, which is what is left.
    assertThat(grown.subList(0, grown.size() - 1)).allMatch(size -> size >= 50);
  }

  @Test
  void theLastBatchesOfLongerTasksShrink() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND / 10, -1);
    try (MapRun run = run(engine, false)) {
      assertThat(indexesOf(run)).hasSize(ITEMS);
    }
    assertThat(engine.sizes).contains(20).endsWith(1, 1, 1, 1);
  }

  @Test
  void nothingRunsAgainAfterItWasGivenUp() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND, 0);
    try (MapRun run = run(engine, false, ALWAYS, Duration.ZERO, RunObserver.NONE)) {
      ResultRun arrived = Objects.requireNonNull(run.take());
      run.cancel();
      assertThat(run.next(arrived)).isInstanceOf(Failure.class);
    }
    assertThat(engine.resubmitted).isZero();
  }

  @Test
  void nothingRunsAgainAfterTheDeadline() throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND, 0);
    try (MapRun run = run(engine, false, ALWAYS, Duration.ofMillis(20), RunObserver.NONE)) {
      ResultRun arrived = Objects.requireNonNull(run.take());
      assertThat(engine.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(run.next(arrived)).isInstanceOf(Failure.class);
    }
    assertThat(engine.resubmitted).isZero();
  }

  @Test
  void whatIsLateTellsOfTheFailuresBefore() throws InterruptedException {
    Duration deadline = Duration.ofMillis(20);
    Throwable late = null;
    while (late == null) {
      // Until the first failure is taken in time.
      deadline = deadline.multipliedBy(2);
      late = failureOfTheFirst(deadline);
    }
    assertThat(late).isInstanceOf(TaskTimeoutException.class);
    assertThat(late.getSuppressed()).extracting(Throwable::getMessage).containsExactly("guilty");
  }

  /** Has the first item fail and run again until the deadline; null if it came first. */
  private static @Nullable Throwable failureOfTheFirst(Duration deadline)
      throws InterruptedException {
    OneByOne engine = new OneByOne(A_MILLISECOND, 0);
    try (MapRun run = run(engine, false, ALWAYS, deadline, RunObserver.NONE)) {
      if (!(run.next(Objects.requireNonNull(run.take())) instanceof MapRun.RunsAgain)) {
        return null;
      }
      assertThat(engine.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      Failure stopped = Failure.ofPool(new CancellationException("cancelled"));
      Object last = run.next(ResultRun.of(stopped).at(engine.underWay.getLast(), 0));
      return last instanceof Failure failure ? failure.cause() : null;
    }
  }

  /** Adds up what it is told. */
  private static final class Sums implements RunObserver {
    private int answered;
    private int failures;
    private int retried;

    @Override
    public void answered(int items, int failed) {
      assertThat(items).isNotNegative();
      answered += items;
      failures += failed;
    }

    @Override
    public void retried() {
      retried++;
    }
  }

  @Test
  void anItemIsCountedWhenItHasEndedForGood() throws InterruptedException {
    for (int attempts : new int[] {2, 3}) {
      OneByOne engine = new OneByOne(A_MILLISECOND, 7);
      engine.failuresLeft = 2;
      Sums sums = new Sums();
      RetryPolicy policy = (failure, errors, deaths) -> errors < attempts ? Duration.ZERO : null;
      try (MapRun run = run(engine, false, policy, Duration.ZERO, sums)) {
        ResultRun arrived;
        while ((arrived = run.take()) != null) {
          int before = sums.answered;
          if (run.next(arrived) instanceof MapRun.RunsAgain) {
            assertThat(sums.answered).isEqualTo(before);
          } else {
            run.consumed(1);
          }
        }
      }
      assertThat(sums.answered).isEqualTo(ITEMS);
      assertThat(sums.failures).isEqualTo(attempts == 2 ? 1 : 0);
      assertThat(sums.retried).isEqualTo(attempts - 1);
    }
  }

  @Test
  void theFunctionIsForgottenAlsoWhenTheObserverFails() {
    OneByOne engine = new OneByOne(A_MILLISECOND, -1);
    RunObserver failing =
        new RunObserver() {
          @Override
          public void ended() {
            throw new IllegalStateException("at the end");
          }
        };
    MapRun run = run(engine, false, RetryPolicy.NONE, Duration.ZERO, failing);
    assertThatIllegalStateException().isThrownBy(run::close).withMessage("at the end");
    assertThat(engine.functionsClosed).isEqualTo(1);
  }

  @Test
  void aFailureIsToldAtOnce() throws InterruptedException {
    int guilty = ITEMS / 2;
    OneByOne engine = new OneByOne(A_MILLISECOND, guilty);
    try (MapRun run = run(engine, true)) {
      Set<Long> before = new HashSet<>();
      ResultRun arrived;
      while ((arrived = run.take()) != null && arrived.failures() == 0) {
        before.add(arrived.nextIndex());
        var _ = run.next(arrived);
        run.consumed(1);
      }
      assertThat(before).hasSize(guilty);
      assertThat(Objects.requireNonNull(arrived).nextIndex()).isEqualTo(guilty);
      // Nothing was answered after it.
      assertThat(run.next(arrived)).isInstanceOf(Failure.class);
      assertThat(engine.nextInBatch + engine.underWay.peek().firstIndex()).isEqualTo(guilty + 1);
    }
  }
}
