package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ManagerDiedException;
import dev.brood.exception.NotSendableException;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.QueueProxy;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the objects of a manager do for the threads of its own JVM. */
// Locks and waits bare, as no program should: it is they that are tested.
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class ServedManagerTest {
  private Manager manager;

  @BeforeEach
  void serve() throws IOException {
    manager = Manager.builder().serve();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anInterruptedThreadHasTheLockWhenLockReturns() throws Exception {
    for (Lock lock :
        List.of(
            manager.lock(),
            manager.readWriteLock().writeLock(),
            manager.readWriteLock().readLock())) {
      lock.lock();
      var owner =
          Aside.start(() -> {
            Thread.currentThread().interrupt();
            lock.lock();
            lock.unlock();
            return Thread.interrupted();
          });
      lock.unlock();
      assertThat(Aside.result(owner)).as("its interrupt is pending").isTrue();
    }
  }

  @Test
  void anInterruptDoesNotEndAnUninterruptibleWait() throws Exception {
    Lock lock = manager.lock();
    Condition condition = lock.newCondition();
    List<String> events = new ArrayList<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              lock.lock();
              events.add("waits");
              Thread.currentThread().interrupt();
              condition.awaitUninterruptibly();
              events.add("woken");
              lock.unlock();
            });
    Waits.until(
        "it waits",
        () -> {
          lock.lock();
          try {
            return !events.isEmpty();
          } finally {
            lock.unlock();
          }
        });
    lock.lock();
    events.add("signals");
    condition.signal();
    lock.unlock();
    waiter.join();
    assertThat(events).containsExactly("waits", "signals", "woken");
  }

  @Test
  void whatWaitsInItsOwnJvmFailsWhenItIsClosed() throws Exception {
    QueueProxy<String> queue = manager.queue();
    Lock lock = manager.lock();
    Lock held = manager.lock();
    held.lock();
    lock.lock();
    Condition condition = lock.newCondition();
    lock.unlock();
    Queue<Throwable> seen = new ConcurrentLinkedQueue<>();
    List<Runnable> waits =
        List.of(
            () -> Aside.take(queue),
            held::lock,
            () -> {
              lock.lock();
              condition.awaitUninterruptibly();
            });
    List<Thread> threads = new ArrayList<>();
    for (Runnable wait : waits) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  wait.run();
                } catch (ManagerDiedException e) {
                  if (!Thread.currentThread().isInterrupted()) {
                    seen.add(e);
                  }
                }
              }));
    }
    threads.forEach(Aside::awaitWaiting);
    manager.close();
    for (Thread each : threads) {
      each.join();
    }
    assertThat(seen).hasSameSizeAs(threads);
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(queue::size);
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(held::lock);
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(manager::list);
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(manager::objectCount);
  }

  @Test
  void aLockHasNoCopy() {
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> Proxies.copyOf(manager.lock()));
  }
}
