package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.pool.TaskContext;
import dev.brood.pool.WorkerLocal;
import dev.brood.system.support.Board;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers keep from task to task. */
interface PoolLocals extends PoolPlace {

  /** One that each JVM has of itself. */
  final class OfClass {
    static final WorkerLocal<AtomicInteger> CALLS = WorkerLocal.withInitial(AtomicInteger::new);
    static final WorkerLocal<TaskContext> FIRST = WorkerLocal.withInitial(TaskContext::current);

    private OfClass() {}
  }

  @Test
  default void eachWorkerMakesItsValueOnce(@TempDir Path folder) {
    Board board = Board.in(folder);
    WorkerLocal<Integer> number =
        WorkerLocal.withInitial(() -> {
          board.add("made", "");
          return TaskContext.current().worker();
        });
    try (Pool pool = pool(2)) {
      // Both workers have one of the first two.
      List<Boolean> own =
          pool.map(
              item -> {
                board.post("up" + item, "");
                board.await("up", 2);
                return number.get() == TaskContext.current().worker();
              },
              PoolTasks.upTo(50),
              MapOptions.chunk(1));
      assertThat(own).hasSize(50).containsOnly(true);
    }
    assertThat(board.all("made")).hasSize(2);
  }

  @Test
  default void aValueIsKeptWhetherItsLocalIsCapturedOrOfAClass() {
    WorkerLocal<AtomicInteger> captured = WorkerLocal.withInitial(AtomicInteger::new);
    WorkerLocal<AtomicInteger> other = WorkerLocal.withInitial(AtomicInteger::new);
    try (Pool pool = pool(1)) {
      for (int call = 1; call <= 3; call++) {
        assertThat(pool.apply(() -> captured.get().incrementAndGet())).isEqualTo(call);
        assertThat(pool.apply(() -> OfClass.CALLS.get().incrementAndGet())).isEqualTo(call);
      }
      assertThat(pool.map(item -> captured.get().incrementAndGet(), PoolTasks.upTo(3)))
          .containsExactly(4, 5, 6);
      assertThat(pool.apply(() -> other.get().incrementAndGet())).isEqualTo(1);
    }
  }

  @Test
  default void aContextStaysThatOfItsTask() {
    try (Pool pool = pool(1)) {
      List<Long> drawn =
          pool.map(
              item -> {
                TaskContext first = OfClass.FIRST.get();
                assertThat(TaskContext.current().index()).isEqualTo(item.longValue());
                return first.index() == 0 ? first.random().nextLong() : -1;
              },
              PoolTasks.upTo(5));
      assertThat(drawn).hasSize(5).doesNotContain(-1L).containsOnly(drawn.getFirst());
    }
  }

  @Test
  default void aWorkerThatReplacesAnotherMakesAnotherValue() {
    WorkerLocal<AtomicInteger> calls = WorkerLocal.withInitial(AtomicInteger::new);
    try (Pool pool = builder().workers(1).maxTasksPerWorker(2).build()) {
      assertThat(pool.map(item -> calls.get().incrementAndGet(), PoolTasks.upTo(6)))
          .containsExactly(1, 2, 1, 2, 1, 2);
    }
  }

  @Test
  default void thereIsNoValueOutsideOfTasks() {
    WorkerLocal<Integer> local = WorkerLocal.withInitial(() -> 1);
    assertThatIllegalStateException().isThrownBy(local::get);
    try (Pool pool = pool(1)) {
      assertThat(pool.apply(local::get)).isEqualTo(1);
      assertThatIllegalStateException().isThrownBy(local::get);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // the point of the test
  default void aValueIsNeverNull() {
    WorkerLocal<Integer> local = WorkerLocal.withInitial(() -> null);
    try (Pool pool = pool(1)) {
      assertThatNullPointerException()
          .isThrownBy(() -> pool.apply(local::get))
          .withMessageContaining("worker-local");
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
    assertThatNullPointerException()
        .isThrownBy(() -> WorkerLocal.withInitial(null))
        .withMessage("initial");
  }
}
