package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The futures of an executor: their states, callbacks, cancellation. */
interface ExecutorFutures extends ExecutorPlace {

  /** A callback's two arguments, as one. */
  record Call(Object result, Throwable failure) {}

  private static Call await(LinkedBlockingQueue<Call> calls) throws InterruptedException {
    return calls.poll(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  default void callbacksGetResultFailureAndCancellation(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    try (ProcessPoolExecutor executor = executor(1)) {
      var _ =
          executor
              .submit(() -> board.await("go"))
              .whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      board.post("go", 5);
      assertThat(await(calls)).isEqualTo(new Call("5", null));
      var _ =
          executor
              .submit(PoolTasks::failOn13, 13)
              .whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(await(calls).failure()).isInstanceOf(IllegalArgumentException.class);
      CompletableFuture<String> cancelled = executor.submit(() -> board.await("never"));
      var _ = cancelled.whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(cancelled.cancel(true)).isTrue();
      assertThat(await(calls).failure()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  default void callbacksThatComeLateAreCalledAtOnce(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<Integer> good = executor.submit(() -> 5);
      CompletableFuture<Integer> bad = executor.submit(PoolTasks::failOn13, 13);
      Waits.until("both ended", () -> good.isDone() && bad.isDone());
      var _ = good.whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(calls.remove()).isEqualTo(new Call(5, null));
      var _ = bad.whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(calls.remove().failure()).isInstanceOf(IllegalArgumentException.class);
      CompletableFuture<String> cancelled = executor.submit(() -> board.await("never"));
      assertThat(cancelled.cancel(true)).isTrue();
      var _ = cancelled.whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(calls.remove().failure()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  default void aLateCallbackThatThrowsHarmsNobody() throws Exception {
    LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<Integer> future = executor.submit(() -> 5);
      assertThat(PoolTasks.get(future)).isEqualTo(5);
      CompletableFuture<Integer> failed =
          future.whenComplete((result, failure) -> {
            throw new IllegalStateException("a careless callback");
          });
      assertThat(failed.exceptionNow()).hasMessage("a careless callback");
      var _ = future.whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(calls.remove()).isEqualTo(new Call(5, null));
      assertThat(future.resultNow()).isEqualTo(5);
    }
  }

  @Test
  default void aCallbackThatThrowsHarmsNobody() throws Exception {
    LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<Integer> future = executor.submit(() -> 5);
      var _ =
          future.whenComplete((result, failure) -> {
            throw new IllegalStateException("a careless callback");
          });
      var _ = future.whenComplete((result, failure) -> calls.add(new Call(result, failure)));
      assertThat(await(calls)).isEqualTo(new Call(5, null));
      assertThat(PoolTasks.get(future)).isEqualTo(5);
      assertThat(PoolTasks.get(executor.submit(() -> 6))).isEqualTo(6);
    }
  }

  @Test
  default void aFutureTellsItsStateResultAndFailure(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<String> running = executor.submit(() -> board.await("go"));
      assertThat(running.state()).isEqualTo(Future.State.RUNNING);
      assertThat(running.isDone()).isFalse();
      assertThat(running.toString()).contains("Not completed");
      assertThatIllegalStateException().isThrownBy(running::resultNow);
      board.post("go", "gone");
      assertThat(running.join()).isEqualTo("gone");
      assertThat(running.state()).isEqualTo(Future.State.SUCCESS);
      assertThat(running.resultNow()).isEqualTo("gone");
      assertThat(running.toString()).contains("Completed normally");
      assertThatIllegalStateException().isThrownBy(running::exceptionNow);
      CompletableFuture<Integer> failed = executor.submit(PoolTasks::failOn13, 13);
      Waits.until("it failed", failed::isDone);
      assertThat(failed.state()).isEqualTo(Future.State.FAILED);
      assertThat(failed.exceptionNow()).isInstanceOf(IllegalArgumentException.class);
      assertThat(failed.isCompletedExceptionally()).isTrue();
      assertThat(failed.toString()).contains("Completed exceptionally");
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(failed::get)
          .withCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void waitingTimesOutAndTheTaskGoesOn(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<String> future = executor.submit(() -> board.await("go"));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> future.get(0, TimeUnit.SECONDS));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));
      board.post("go", "gone");
      assertThat(PoolTasks.get(future)).isEqualTo("gone");
    }
  }

  @Test
  default void aCancelledFutureHasNoResultForThoseWhoWait(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<String> future =
          executor.submit(() -> {
            board.post("running", "");
            return Waits.untilInterrupted("stopped");
          });
      board.await("running");
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  seen.complete(new AssertionError(future.get()));
                } catch (CancellationException | InterruptedException | ExecutionException e) {
                  seen.complete(e);
                }
              });
      assertThat(future.cancel(true)).isTrue();
      assertThat(future.isCancelled()).isTrue();
      assertThat(future.state()).isEqualTo(Future.State.CANCELLED);
      assertThat(future.cancel(true)).isTrue();
      assertThat(PoolTasks.get(seen)).isInstanceOf(CancellationException.class);
      assertThat(waiting.join(Delays.PATIENT)).isTrue();
      CompletableFuture<Integer> done = executor.submit(() -> 1);
      assertThat(PoolTasks.get(done)).isEqualTo(1);
      assertThat(done.cancel(true)).isFalse();
      assertThat(done.isCancelled()).isFalse();
    }
  }

  @Test
  default void aFutureIsCompletedOnce() throws Exception {
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<Integer> future = executor.submit(() -> 1);
      assertThat(PoolTasks.get(future)).isEqualTo(1);
      assertThat(future.complete(2)).isFalse();
      assertThat(future.completeExceptionally(new IllegalStateException("late"))).isFalse();
      assertThat(future.resultNow()).isEqualTo(1);
    }
  }

  @Test
  default void futuresAreCompleteWhenTheExecutorIsClosed() {
    for (int round = 0; round < 20; round++) {
      CompletableFuture<Integer> future;
      try (ProcessPoolExecutor executor = executors().workers(1).build()) {
        future = executor.submit(() -> 1);
      }
      assertThat(future.state()).isEqualTo(Future.State.SUCCESS);
    }
  }

  @Test
  default void anActionThatWaitsForTheNextTaskDoesNotHoldUpTheEnd(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    CompletableFuture<Integer> chained;
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<Integer> later = new CompletableFuture<>();
      CompletableFuture<Integer> first =
          executor.submit(() -> {
            board.await("chained");
            return 1;
          });
      // Of a future that is complete the action would run here, before there is a next task.
      chained = first.thenApply(one -> one + later.join());
      board.post("chained", "");
      var _ = executor.submit(() -> 2).thenAccept(later::complete);
    }
    assertThat(chained.get(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(3);
  }
}
