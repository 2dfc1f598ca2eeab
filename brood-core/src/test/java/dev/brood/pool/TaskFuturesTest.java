package dev.brood.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.pool.TaskFutures.Until;
import dev.brood.pool.TaskFutures.Waited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskFuturesTest {

  private final List<CompletableFuture<Integer>> futures =
      IntStream.range(0, 5)
          .<CompletableFuture<Integer>>mapToObj(i -> new CompletableFuture<>())
          .toList();

  private void completeInBackground(int... which) {
    Thread.ofVirtual()
        .start(() -> {
          for (int each : which) {
            futures.get(each).complete(each);
          }
        });
  }

  @Test
  void waitsForAll() throws InterruptedException {
    completeInBackground(4, 2, 0, 1, 3);
    Waited<Integer> waited = TaskFutures.await(futures, Until.ALL_DONE);
    assertThat(waited.done()).isEqualTo(futures);
    assertThat(waited.notDone()).isEmpty();
  }

  @Test
  void waitsForAny() throws InterruptedException {
    completeInBackground(2);
    Waited<Integer> waited = TaskFutures.await(futures, Until.ANY_DONE);
    assertThat(waited.done()).containsExactly(futures.get(2));
    assertThat(waited.notDone()).hasSize(4);
  }

  @Test
  void waitsForTheFirstFailure() throws InterruptedException {
    futures.get(0).complete(0);
    futures.get(3).completeExceptionally(new IllegalStateException());
    Waited<Integer> waited = TaskFutures.await(futures, Until.FIRST_FAILURE);
    assertThat(waited.done()).containsExactly(futures.get(0), futures.get(3));
    futures.get(1).cancel(true);
    assertThat(TaskFutures.await(futures.subList(0, 2), Until.FIRST_FAILURE).done()).hasSize(2);
  }

  @Test
  void waitsNoLongerThanItShall() throws InterruptedException {
    futures.get(1).complete(1);
    Waited<Integer> waited = TaskFutures.await(futures, Until.ALL_DONE, Duration.ofMillis(20));
    assertThat(waited.done()).containsExactly(futures.get(1));
    assertThat(
            TaskFutures.await(futures, Until.ANY_DONE, Duration.ofSeconds(Long.MAX_VALUE)).done())
        .hasSize(1);
    assertThat(TaskFutures.await(futures, Until.ALL_DONE, Duration.ofDays(-1)).notDone())
        .hasSize(4);
  }

  @Test
  void waitsForNothingIfThereIsNothing() throws InterruptedException {
    for (Until until : Until.values()) {
      assertThat(TaskFutures.await(List.<CompletableFuture<Integer>>of(), until).done()).isEmpty();
    }
    assertThat(TaskFutures.asCompleted(List.<CompletableFuture<Integer>>of())).isEmpty();
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> TaskFutures.await(futures, Until.ALL_DONE));
  }

  @Test
  void handsThemOutAsTheyAreCompleted() {
    List<Integer> following = List.of(1, 4, 0, 2);
    List<Integer> seen = new ArrayList<>();
    futures.get(3).complete(3);
    TaskFutures.asCompleted(futures)
        .forEach(each -> {
          seen.add(each.join());
          if (seen.size() <= following.size()) {
            completeInBackground(following.get(seen.size() - 1));
          }
        });
    assertThat(seen).containsExactly(3, 1, 4, 0, 2);
  }

  @Test
  void anInterruptEndsTheStreamAndStays() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> TaskFutures.asCompleted(futures).findFirst());
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void cancelsWhatIsNotDone() {
    futures.get(0).complete(7);
    TaskFutures.cancelAll(futures);
    assertThat(futures.get(0).join()).isEqualTo(7);
    assertThat(futures.subList(1, 5)).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void theFirstResultWinsOverFailures() throws Exception {
    futures.get(0).completeExceptionally(new IllegalStateException());
    futures.get(1).cancel(true);
    completeInBackground(2);
    assertThat(TaskFutures.first(futures, Long.MAX_VALUE)).isEqualTo(2);
  }

  @Test
  void whenAllFailTheLastFailureTells() {
    for (int i = 0; i < 5; i++) {
      futures.get(i).completeExceptionally(new IllegalStateException("failure " + i));
    }
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> TaskFutures.first(futures, Long.MAX_VALUE))
        .withStackTraceContaining("failure 4");
  }

  @Test
  void theFirstResultMayNotComeInTime() {
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> TaskFutures.first(futures, 1_000));
  }
}
