package dev.brood.system.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.exception.OwnerDiedException;
import dev.brood.exception.QueueShutDownException;
import dev.brood.process.JvmProcess;
import dev.brood.queue.JoinableQueue;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues that know when all is done. */
class JoinableQueueTest {
  @TempDir Path folder;

  @Test
  void awaitDoneWaitsForAllWorkers() throws InterruptedException {
    Board board = Board.in(folder);
    try (JoinableQueue<Integer> queue = JoinableQueue.create(10)) {
      List<JvmProcess> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(JvmProcess.start(() -> work(queue, board)));
      }
      for (int i = 0; i < 10; i++) {
        queue.put(i);
      }
      queue.awaitDone();
      assertThat(board.all("done")).hasSize(10);
      assertThat(queue.unfinished()).isZero();
      queue.shutdown();
      for (JvmProcess worker : workers) {
        worker.join();
        assertThat(worker.failure()).isEmpty();
        worker.close();
      }
    }
  }

  private static void work(JoinableQueue<Integer> queue, Board board) throws InterruptedException {
    try {
      while (true) {
        int task = queue.take();
        board.add("done", task);
        queue.taskDone();
      }
    } catch (QueueShutDownException over) {
      board.add("ended", "");
    }
  }

  private record Hostile() implements Serializable {
    private Object readResolve() {
      throw new AssertionError("not here");
    }
  }

  @Test
  void whatIsLostWithAnErrorCountsAsDone() throws InterruptedException {
    try (JoinableQueue<Object> queue = JoinableQueue.unbounded()) {
      queue.put(new Hostile());
      assertThatExceptionOfType(AssertionError.class).isThrownBy(queue::take);
      assertThat(queue.awaitDone(Duration.ZERO)).isTrue();
      queue.addAll(List.of("a", new Hostile(), "b"));
      List<Object> target = new ArrayList<>();
      assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> queue.drainTo(target));
      assertThat(target).containsExactly("a", "b");
      assertThat(queue.unfinished()).isEqualTo(2);
      queue.taskDone();
      queue.taskDone();
      queue.addAll(List.of("a", "b", "c"));
      Queue<Object> small = new ArrayBlockingQueue<>(1);
      assertThatIllegalStateException().isThrownBy(() -> queue.drainTo(small));
      queue.taskDone();
      assertThat(queue.awaitDone(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void tasksAreCounted() throws InterruptedException {
    try (JoinableQueue<String> queue = JoinableQueue.unbounded()) {
      queue.awaitDone();
      assertThatIllegalStateException().isThrownBy(queue::taskDone);
      queue.addAll(List.of("a", "b"));
      assertThatIllegalStateException().isThrownBy(queue::taskDone);
      assertThat(queue.unfinished()).isEqualTo(2);
      assertThat(queue.awaitDone(Duration.ZERO)).isFalse();
      assertThat(queue.awaitDone(Duration.ofMillis(20))).isFalse();
      queue.take();
      queue.taskDone();
      assertThat(queue.awaitDone(Duration.ofMillis(20))).isFalse();
      queue.take();
      queue.taskDone();
      assertThat(queue.awaitDone(Duration.ZERO)).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(queue::taskDone)
          .withMessageContaining("taskDone()");
    }
  }

  @Test
  void whatIsDroppedIsDone() throws InterruptedException {
    try (JoinableQueue<String> queue = JoinableQueue.unbounded()) {
      queue.addAll(List.of("a", "b", "c"));
      queue.remove("b");
      assertThat(queue.unfinished()).isEqualTo(2);
      queue.clear();
      queue.awaitDone();
      queue.add("d");
      queue.shutdownNow();
      queue.awaitDone();
    }
  }

  @Test
  void whatAVictimHadTakenIsReported() throws InterruptedException {
    Board board = Board.in(folder);
    try (JoinableQueue<Integer> queue = JoinableQueue.unbounded();
        JvmProcess victim =
            JvmProcess.start(() -> {
              queue.take();
              queue.taskDone();
              queue.take();
              queue.take();
              board.post("took", "");
              Waits.untilInterrupted();
            })) {
      queue.addAll(List.of(1, 2, 3, 4));
      board.await("took");
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  queue.awaitDone();
                } catch (OwnerDiedException | InterruptedException e) {
                  board.post("told", e.getMessage());
                }
              });
      victim.kill();
      victim.join();
      assertThat(queue.awaitDone(Duration.ofMillis(50))).isFalse();
      assertThat(queue.take()).isEqualTo(4);
      queue.taskDone();
      assertThat(board.await("told")).contains("lost=2");
      waiter.join();
      assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(queue::awaitDone);
      // Somebody else may have done the victim's work.
      queue.taskDone();
      queue.taskDone();
      queue.awaitDone();
    }
  }

  @Test
  void anotherProcessMaySayThatATaskIsDone() throws InterruptedException {
    try (JoinableQueue<Integer> queue = JoinableQueue.unbounded()) {
      queue.add(1);
      queue.take();
      try (JvmProcess helper = JvmProcess.start(() -> queue.taskDone())) {
        queue.awaitDone();
        helper.join();
        assertThat(helper.failure()).isEmpty();
      }
    }
  }
}
