package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.process.JvmProcess;
import dev.brood.sync.Event;
import dev.brood.sync.SharedLatch;
import dev.brood.sync.SharedSemaphore;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags and counts that processes wait for. */
class EventAndLatchTest {
  @TempDir Path folder;

  @Test
  void anEventIsSetAndCleared() throws InterruptedException {
    try (Event event = Event.create()) {
      assertThat(event.isSet()).isFalse();
      assertThat(event).hasToString("Event[unset]");
      assertThat(event.await(Duration.ZERO)).isFalse();
      assertThat(event.await(Duration.ofMillis(10))).isFalse();
      event.set();
      event.set();
      assertThat(event.isSet()).isTrue();
      assertThat(event).hasToString("Event[set]");
      assertThat(event.await(Duration.ZERO)).isTrue();
      event.await();
      event.clear();
      event.clear();
      assertThat(event.isSet()).isFalse();
    }
  }

  @Test
  void anEventIsSetByAnotherProcess() throws InterruptedException {
    try (Event event = Event.create();
        JvmProcess child = JvmProcess.start(event::set)) {
      event.await();
      assertThat(event.isSet()).isTrue();
      child.join();
    }
  }

  @Test
  void allThatWaitGoOnAlsoIfTheEventIsClearedAtOnce() throws InterruptedException {
    Board board = Board.in(folder);
    try (Event event = Event.create();
        Event up = Event.create();
        JvmProcess child =
            JvmProcess.start(() -> {
              Thread own =
                  Thread.ofVirtual()
                      .start(() -> {
                        try {
                          event.await();
                          board.post("woken", "");
                        } catch (InterruptedException e) {
                          board.post("woken", e);
                        }
                      });
              while (own.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              up.set();
              own.join();
            })) {
      up.await();
      event.set();
      event.clear();
      assertThat(board.await("woken")).isEmpty();
      child.join();
    }
  }

  @Test
  void aWaitIsInterrupted() {
    try (Event event = Event.create();
        SharedLatch latch = SharedLatch.create(1)) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(event::await);
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(latch::await);
    }
  }

  @Test
  void aLatchIsCountedDownByProcesses() throws InterruptedException {
    try (SharedLatch latch = SharedLatch.create(3);
        JvmProcess one = JvmProcess.start(latch::countDown);
        JvmProcess two = JvmProcess.start(latch::countDown)) {
      one.join();
      two.join();
      assertThat(latch.count()).isEqualTo(1);
      assertThat(latch.await(Duration.ofMillis(10))).isFalse();
      try (JvmProcess three = JvmProcess.start(latch::countDown)) {
        latch.await();
        three.join();
      }
      latch.countDown();
      assertThat(latch.count()).isZero();
      assertThat(latch).hasToString("SharedLatch[count=0]");
      assertThatIllegalArgumentException().isThrownBy(() -> SharedLatch.create(-1));
    }
  }

  @Test
  void whatIsClosedIsNotUsed() {
    Event event = Event.create();
    event.close();
    event.close();
    assertThatIllegalStateException().isThrownBy(event::set);
    assertThat(event).hasToString("Event[closed]");
  }

  /** A wait of a test. */
  private interface Wait {
    void await() throws Exception;
  }

  private static void endsByClosing(Wait wait, AutoCloseable closed) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                wait.await();
              } catch (Exception e) {
                failure.set(e);
              }
            });
    Waits.until("it waits", () -> waiter.getState() == Thread.State.WAITING);
    closed.close();
    waiter.join();
    assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingEndsTheWaitsOfThisProcess() throws Exception {
    Event event = Event.create();
    endsByClosing(event::await, event);
    SharedLatch latch = SharedLatch.create(1);
    endsByClosing(latch::await, latch);
    SharedSemaphore semaphore = SharedSemaphore.create(0);
    endsByClosing(semaphore::acquire, semaphore);
    SharedSemaphore several = SharedSemaphore.create(1);
    endsByClosing(() -> several.acquire(2), several);
  }
}
