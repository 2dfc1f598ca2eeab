package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedCondition;
import dev.brood.sync.SharedLock;
import dev.brood.system.family.Token;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions: who is woken by which signal, and what the dead have no part in. */
// Locks and waits bare, as no program should: it is they that are tested.
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class SharedConditionTest {
  @TempDir Path folder;

  /** Has a child whose threads wait for one signal each; a notice tells of each that got one. */
  private static JvmProcess waiters(
      SharedCondition condition, SharedLock lock, Board board, int n) {
    return JvmProcess.start(() -> {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        Runnable work = () -> awaitOnce(condition, lock, board);
        threads.add(i % 2 == 0 ? Thread.ofPlatform().start(work) : Thread.ofVirtual().start(work));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    });
  }

  private static void awaitOnce(SharedCondition condition, SharedLock lock, Board board) {
    lock.lock();
    try {
      condition.awaitUninterruptibly();
      board.add("woken", "");
    } finally {
      lock.unlock();
    }
  }

  private static void awaitWaiters(SharedCondition condition, SharedLock lock, int count) {
    Waits.until(count + " waiters", () -> waiters(condition, lock) == count);
  }

  private static int waiters(SharedCondition condition, SharedLock lock) {
    lock.lock();
    try {
      return condition.waiters();
    } finally {
      lock.unlock();
    }
  }

  private static void signal(SharedCondition condition, SharedLock lock, int times) {
    lock.lock();
    try {
      for (int i = 0; i < times; i++) {
        condition.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Test
  void eachSignalWakesExactlyOne() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        JvmProcess one = waiters(condition, lock, board, 3);
        JvmProcess two = waiters(condition, lock, board, 3)) {
      awaitWaiters(condition, lock, 6);
      signal(condition, lock, 1);
      board.await("woken", 1);
      signal(condition, lock, 3);
      board.await("woken", 4);
      assertThat(waiters(condition, lock)).isEqualTo(2);
      assertThat(board.all("woken")).hasSize(4);
      // More signals than waiters do no harm.
      signal(condition, lock, 5);
      one.join();
      two.join();
      assertThat(board.all("woken")).hasSize(6);
      assertThat(waiters(condition, lock)).isZero();
    }
  }

  @Test
  void signalAllWakesAll() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        JvmProcess one = waiters(condition, lock, board, 3);
        JvmProcess two = waiters(condition, lock, board, 2)) {
      Thread own = Thread.ofVirtual().start(() -> awaitOnce(condition, lock, board));
      awaitWaiters(condition, lock, 6);
      lock.lock();
      condition.signalAll();
      lock.unlock();
      one.join();
      two.join();
      own.join();
      assertThat(board.all("woken")).hasSize(6);
    }
  }

  @Test
  void waitsEndInTime() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition()) {
      lock.lock();
      lock.lock();
      assertThat(condition.await(Duration.ofMillis(20))).isFalse();
      assertThat(condition.await(0, TimeUnit.SECONDS)).isFalse();
      assertThat(condition.awaitNanos(1_000)).isNotPositive();
      assertThat(lock.holdCount()).isEqualTo(2);
      assertThat(condition.waiters()).isZero();
      lock.unlock();
      lock.unlock();
    }
  }

  @Test
  void aWaitIsInterruptedAndTheLockHeldAgain() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition()) {
      lock.lock();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(condition::await);
      Thread self = Thread.currentThread();
      Thread.ofVirtual()
          .start(() -> {
            Waits.until("it waits", () -> self.getState() == Thread.State.WAITING);
            self.interrupt();
          });
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(condition::await);
      assertThat(lock.isHeldByCurrentThread()).isTrue();
      assertThat(condition.waiters()).isZero();
      lock.unlock();
    }
  }

  @Test
  void needsTheLock() {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition()) {
      assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(condition::await);
      assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(condition::signal);
      assertThatExceptionOfType(IllegalMonitorStateException.class)
          .isThrownBy(condition::signalAll);
    }
  }

  @Test
  void aPredicateIsAwaitedInALoop() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        Token token = Token.create();
        JvmProcess child =
            JvmProcess.start(() -> {
              for (int i = 0; i < 50; i++) {
                lock.lock();
                token.increment();
                condition.signalAll();
                lock.unlock();
              }
            })) {
      lock.lock();
      while (token.get() < 50) {
        assertThat(condition.await(Duration.ofSeconds(30))).isTrue();
      }
      lock.unlock();
      child.join();
    }
  }

  @Test
  void aSignalIsNotLostToAWaiterThatDies() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        JvmProcess victim = waiters(condition, lock, Board.in(folder), 1)) {
      awaitWaiters(condition, lock, 1);
      Thread own = Thread.ofVirtual().start(() -> awaitOnce(condition, lock, board));
      awaitWaiters(condition, lock, 2);
      // The victim, which is another process, gets its signal first or second; while this thread
      // holds the lock it cannot return from its wait.
      lock.lock();
      condition.signal();
      victim.kill();
      victim.join();
      lock.unlock();
      own.join(Duration.ofSeconds(30));
      assertThat(own.isAlive()).isFalse();
    }
  }

  @Test
  void deadWaitersArePassedOver() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        JvmProcess victim = waiters(condition, lock, board, 2)) {
      awaitWaiters(condition, lock, 2);
      victim.kill();
      victim.join();
      awaitWaiters(condition, lock, 0);
      Thread own = Thread.ofVirtual().start(() -> awaitOnce(condition, lock, board));
      awaitWaiters(condition, lock, 1);
      signal(condition, lock, 1);
      own.join();
      assertThat(board.all("woken")).hasSize(1);
    }
  }

  @Test
  void aSignalIsForWhoWaitedThenNotForWhoComesLater() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition()) {
      Thread first = Thread.ofVirtual().start(() -> awaitOnce(condition, lock, board));
      awaitWaiters(condition, lock, 1);
      lock.lock();
      condition.signalAll();
      // The first has got its signal and not yet returned; this one waits after it.
      assertThat(condition.await(Duration.ofMillis(50))).isFalse();
      lock.unlock();
      first.join();
      assertThat(board.all("woken")).hasSize(1);
    }
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // The interface asks for it.
  void aTimeThatIsLongPastEndsAWaitAtOnce() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition()) {
      lock.lock();
      assertThat(condition.awaitUntil(new Date(Long.MIN_VALUE))).isFalse();
      lock.unlock();
    }
  }

  @Test
  void closingEndsTheWaitsOfThisProcess() throws InterruptedException {
    try (SharedLock lock = SharedLock.create()) {
      SharedCondition condition = lock.newCondition();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> {
                lock.lock();
                try {
                  condition.awaitUninterruptibly();
                } catch (IllegalStateException e) {
                  failure.set(e);
                } finally {
                  lock.unlock();
                }
              });
      awaitWaiters(condition, lock, 1);
      condition.close();
      waiter.join();
      assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
    }
  }
}
