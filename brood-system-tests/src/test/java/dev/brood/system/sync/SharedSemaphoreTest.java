package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedSemaphore;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permits between processes. */
class SharedSemaphoreTest {
  @TempDir Path folder;

  @Test
  void counts() throws InterruptedException {
    try (SharedSemaphore semaphore = SharedSemaphore.create(2)) {
      assertThat(semaphore.availablePermits()).isEqualTo(2);
      semaphore.acquire();
      assertThat(semaphore.availablePermits()).isEqualTo(1);
      semaphore.acquire();
      assertThat(semaphore.tryAcquire()).isFalse();
      semaphore.release();
      semaphore.release();
      semaphore.release();
      assertThat(semaphore.availablePermits()).isEqualTo(3);
      semaphore.acquire(3);
      assertThat(semaphore).hasToString("SharedSemaphore[permits=0]");
      semaphore.release(3);
    }
  }

  @Test
  void aBoundedOneIsNotReleasedTooOften() {
    for (SharedSemaphore each :
        new SharedSemaphore[] {
          SharedSemaphore.bounded(2),
          SharedSemaphore.builder(2).bounded().keepingPermitsOfTheDead().build()
        }) {
      try (SharedSemaphore semaphore = each) {
        assertThatIllegalStateException().isThrownBy(semaphore::release);
        assertThat(semaphore.tryAcquire(2)).isTrue();
        semaphore.release();
        assertThatIllegalStateException().isThrownBy(() -> semaphore.release(2));
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(2);
      }
    }
  }

  @Test
  void timedWaitsEnd() throws InterruptedException {
    try (SharedSemaphore semaphore = SharedSemaphore.create(0)) {
      assertThat(semaphore.tryAcquire()).isFalse();
      assertThat(semaphore.tryAcquire(Duration.ZERO)).isFalse();
      assertThat(semaphore.tryAcquire(Duration.ofSeconds(-1))).isFalse();
      assertThat(semaphore.tryAcquire(2, Duration.ofMillis(20))).isFalse();
      assertThatIllegalArgumentException().isThrownBy(() -> semaphore.release(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> SharedSemaphore.create(-1));
    }
  }

  @Test
  void aReleaseElsewhereWakesTheWaiters() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedSemaphore semaphore = SharedSemaphore.create(0);
        JvmProcess greedy = acquirer(semaphore, 3, board);
        JvmProcess modest = acquirer(semaphore, 1, board)) {
      board.await("waits", 2);
      for (int i = 0; i < 4; i++) {
        semaphore.release();
      }
      greedy.join();
      modest.join();
      assertThat(board.all("acquired")).hasSize(2);
      assertThat(semaphore.availablePermits()).isEqualTo(4);
    }
  }

  private static JvmProcess acquirer(SharedSemaphore semaphore, int permits, Board board) {
    return JvmProcess.start(() -> {
      board.add("waits", "");
      semaphore.acquire(permits);
      board.add("acquired", "");
      semaphore.release(permits);
    });
  }

  @Test
  void thePermitsOfTheDeadComeBack() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedSemaphore semaphore = SharedSemaphore.create(2);
        JvmProcess victim = JvmProcess.start(() -> acquireAndStay(semaphore, board))) {
      board.await("acquired");
      assertThat(semaphore.tryAcquire()).isFalse();
      victim.kill();
      semaphore.acquire(2);
      semaphore.release(2);
      assertThat(semaphore.availablePermits()).isEqualTo(2);
    }
  }

  @Test
  void orDoNotIfSoWished() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedSemaphore semaphore = SharedSemaphore.builder(3).keepingPermitsOfTheDead().build();
        JvmProcess victim = JvmProcess.start(() -> acquireAndStay(semaphore, board))) {
      board.await("acquired");
      victim.kill();
      victim.join();
      assertThat(semaphore.tryAcquire(2, Duration.ofMillis(200))).isFalse();
      assertThat(semaphore.availablePermits()).isEqualTo(1);
    }
  }

  private static void acquireAndStay(SharedSemaphore semaphore, Board board)
      throws InterruptedException {
    semaphore.acquire(2);
    board.post("acquired", "");
    Waits.untilInterrupted();
  }

  @Test
  void whatIsReleasedForAnotherIsNotHeldByThatOneAnyMore() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedSemaphore semaphore = SharedSemaphore.create(2);
        JvmProcess victim = JvmProcess.start(() -> acquireAndStay(semaphore, board))) {
      board.await("acquired");
      semaphore.release(2);
      victim.kill();
      victim.join();
      assertThat(semaphore.tryAcquire(3, Duration.ofMillis(200))).isFalse();
      assertThat(semaphore.availablePermits()).isEqualTo(2);
    }
  }
}
