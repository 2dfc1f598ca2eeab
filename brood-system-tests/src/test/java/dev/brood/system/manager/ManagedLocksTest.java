package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.proxy.BarrierProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.SemaphoreProxy;
import dev.brood.proxy.ValueProxy;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.junit.jupiter.api.Test;

/**
 * What locks of a manager, and all else that threads wait for, do for one process and its threads.
 */
class ManagedLocksTest extends WithOneManager {
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What is tried is what comes between.
  void aLockHasOneOwnerAndIsReentrant() throws Exception {
    Lock lock = manager.lock();
    lock.lock();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    assertThat(lock).hasToString("Lock[locked]");
    assertThat(Aside.result(Aside.start(() -> lock.tryLock()))).isFalse();
    assertThat(Aside.result(Aside.start(() -> lock.tryLock(10, TimeUnit.MILLISECONDS)))).isFalse();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() ->
            Aside.result(
                Aside.start(() -> {
                  lock.unlock();
                  return 0;
                })))
        .withCauseInstanceOf(IllegalMonitorStateException.class);
    lock.unlock();
    assertThat(lock).hasToString("Lock[unlocked]");
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What is tried is what comes between.
  void aWaitForALockIsInterrupted() throws Exception {
    Lock lock = manager.lock();
    lock.lock();
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                lock.lockInterruptibly();
              } catch (InterruptedException e) {
                seen.set(e);
              }
            });
    Aside.awaitWaiting(waiting);
    waiting.interrupt();
    waiting.join();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    lock.unlock();
    assertThat(Aside.result(Aside.start(() -> lock.tryLock(1, TimeUnit.SECONDS)))).isTrue();
  }

  @Test
  @SuppressWarnings("WaitNotInLoop") // Nobody signals, so the time ends it.
  void aConditionIsAwaitedAndSignalled() throws Exception {
    Lock lock = manager.lock();
    Condition condition = lock.newCondition();
    ValueProxy<Integer> turns = manager.value(0);
    CompletableFuture<Boolean> waiter =
        Aside.start(() -> {
          lock.lock();
          try {
            turns.set(1);
            while (turns.get() < 2) {
              condition.await();
            }
            return true;
          } finally {
            lock.unlock();
          }
        });
    Waits.until("the other has the lock", () -> turns.get() == 1);
    lock.lock();
    try {
      assertThat(condition.await(1, TimeUnit.MILLISECONDS)).isFalse();
      turns.set(2);
      condition.signalAll();
    } finally {
      lock.unlock();
    }
    assertThat(Aside.result(waiter)).isTrue();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(condition::signal);
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What is tried is what comes between.
  void aReadWriteLockHasManyReadersOrOneWriter() throws Exception {
    ReadWriteLock lock = manager.readWriteLock();
    lock.readLock().lock();
    assertThat(Aside.result(Aside.start(() -> lock.readLock().tryLock(1, TimeUnit.SECONDS))))
        .isTrue();
    assertThat(lock.writeLock().tryLock()).isFalse();
    ReadWriteLock other = manager.readWriteLock();
    other.writeLock().lock();
    assertThat(other.readLock().tryLock()).isTrue();
    assertThat(Aside.result(Aside.start(() -> other.readLock().tryLock()))).isFalse();
    other.readLock().unlock();
    other.writeLock().unlock();
    assertThat(Aside.result(Aside.start(() -> other.writeLock().tryLock()))).isTrue();
  }

  @Test
  void aSemaphoreCounts() throws Exception {
    SemaphoreProxy semaphore = manager.boundedSemaphore(2);
    semaphore.acquire();
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.availablePermits()).isZero();
    assertThat(semaphore.tryAcquire(MOMENT)).isFalse();
    semaphore.release(2);
    assertThatIllegalStateException().isThrownBy(semaphore::release);
    assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> manager.semaphore(-1));
  }

  @Test
  void anEventIsSetAndCleared() throws Exception {
    EventProxy event = manager.event();
    assertThat(event.isSet()).isFalse();
    assertThat(event.await(MOMENT)).isFalse();
    CompletableFuture<Boolean> waiter = Aside.start(() -> event.await(Delays.PATIENT));
    event.set();
    assertThat(Aside.result(waiter)).isTrue();
    event.await();
    event.clear();
    assertThat(event.isSet()).isFalse();
  }

  @Test
  void aBarrierIsMetAtAndBroken() throws Exception {
    BarrierProxy barrier = manager.barrier(2);
    CompletableFuture<Integer> other = Aside.start(barrier::await);
    int missing = barrier.await();
    assertThat(missing + Aside.result(other)).isEqualTo(1);
    assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> barrier.await(MOMENT));
    assertThat(barrier.isBroken()).isTrue();
    assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(barrier::await);
    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    assertThat(barrier.parties()).isEqualTo(2);
    assertThat(barrier.waiting()).isZero();
    barrier.abort();
    assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(barrier::await);
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What is tried is what comes between.
  void whoIsInterruptedBeforeGetsNothing() throws Exception {
    Lock lock = manager.lock();
    ReadWriteLock shared = manager.readWriteLock();
    SemaphoreProxy semaphore = manager.semaphore(1);
    List<Interruptible> waits =
        List.of(
            lock::lockInterruptibly,
            () -> lock.tryLock(1, TimeUnit.SECONDS),
            shared.writeLock()::lockInterruptibly,
            () -> shared.readLock().tryLock(1, TimeUnit.SECONDS),
            semaphore::acquire,
            () -> semaphore.tryAcquire(MOMENT));
    for (Interruptible each : waits) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(each::run);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    assertThat(Aside.result(Aside.start(() -> lock.tryLock()))).isTrue();
    assertThat(Aside.result(Aside.start(() -> shared.writeLock().tryLock()))).isTrue();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  interface Interruptible {
    void run() throws InterruptedException;
  }

  @Test
  void whoComesInterruptedBreaksABarrier() throws Exception {
    BarrierProxy barrier = manager.barrier(2);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(barrier::await);
    assertThat(barrier.isBroken()).isTrue();
  }

  @Test
  @SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"})
  void aTimeThatIsLongPastEndsAWaitAtOnce() throws Exception {
    Lock lock = manager.lock();
    lock.lock();
    assertThat(lock.newCondition().awaitUntil(new Date(Long.MIN_VALUE))).isFalse();
    lock.unlock();
  }
}
