package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.process.JvmProcess;
import dev.brood.sync.Barrier;
import dev.brood.sync.Event;
import dev.brood.sync.SharedCondition;
import dev.brood.sync.SharedLatch;
import dev.brood.sync.SharedLock;
import dev.brood.sync.SharedSemaphore;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits costs nothing. */
class IdleWaitersTest {
  private static final int PROCESSES = 4;
  private static final int THREADS_OF_EACH_KIND = 5;
  private static final Duration WATCHED = Duration.ofSeconds(10);

  @TempDir Path folder;

  /** Waiting costs CPU time of the processes that wait, so that is what is read, not a clock. */
  @Test
  @Tag("chaos")
  void aHundredWaitersUseUnderAHundredthOfACore() throws InterruptedException {
    Board board = Board.in(folder);
    List<JvmProcess> children = new ArrayList<>();
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        Event event = Event.create();
        SharedLatch latch = SharedLatch.create(1);
        Barrier barrier = Barrier.create(1_000)) {
      for (int i = 0; i < PROCESSES; i++) {
        children.add(
            JvmProcess.start(() -> {
              for (int j = 0; j < THREADS_OF_EACH_KIND; j++) {
                start(() -> awaitCondition(lock, condition), j);
                start(
                    () -> {
                      semaphore.acquire();
                      return null;
                    },
                    j);
                start(
                    () -> {
                      event.await();
                      return null;
                    },
                    j);
                start(
                    () -> {
                      latch.await();
                      return null;
                    },
                    j);
                start(barrier::await, j);
              }
              board.add("up", "");
              Waits.untilInterrupted();
            }));
      }
      board.await("up", PROCESSES);
      Waits.until("all wait", () -> barrier.numberWaiting() == PROCESSES * THREADS_OF_EACH_KIND);
      // What they do on their way to sleep, and what the compiler does then, is not waiting.
      LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
      Duration before = cpuTime(children);
      LockSupport.parkNanos(WATCHED.toNanos());
      Duration used = cpuTime(children).minus(before);
      assertThat(used).isLessThan(WATCHED.dividedBy(100));
      children.forEach(JvmProcess::kill);
      for (JvmProcess child : children) {
        child.join();
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // nobody signals: it waits until it is killed
  private static Void awaitCondition(SharedLock lock, SharedCondition condition) {
    lock.lock();
    try {
      condition.awaitUninterruptibly();
    } finally {
      lock.unlock();
    }
    return null;
  }

  private static void start(Callable<?> wait, int number) {
    Runnable work =
        () -> {
          try {
            wait.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    if (number % 2 == 0) {
      Thread.ofPlatform().daemon().start(work);
    } else {
      Thread.ofVirtual().start(work);
    }
  }

  private static Duration cpuTime(List<JvmProcess> children) {
    return children.stream()
        .map(child -> ProcessHandle.of(child.pid()).orElseThrow())
        .map(handle -> handle.info().totalCpuDuration().orElseThrow())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
