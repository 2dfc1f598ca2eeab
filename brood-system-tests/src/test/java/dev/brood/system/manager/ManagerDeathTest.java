package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ManagerDiedException;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.process.JvmProcess;
import dev.brood.proxy.BarrierProxy;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.SemaphoreProxy;
import dev.brood.proxy.ValueProxy;
import dev.brood.system.program.PatientOwner;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managers and clients that are killed, stopped, or read nothing. */
class ManagerDeathTest {

  /** Short, but longer than a busy machine makes a process wait. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  @TempDir Path folder;

  @Test
  void whatAnotherHasGivenBackDoesNotComeBackOnceMore() throws Exception {
    try (Manager manager = Manager.start()) {
      SemaphoreProxy semaphore = manager.semaphore(1);
      EventProxy end = manager.event();
      try (JvmProcess taker =
          JvmProcess.start(() -> {
            semaphore.acquire();
            end.await();
          })) {
        Waits.until("it is taken", () -> semaphore.availablePermits() == 0);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(1);
        taker.kill();
      }
      Waits.until("its client is gone", () -> manager.clientCount() == 1);
      assertThat(semaphore.availablePermits()).isEqualTo(1);
    }
  }

  @Test
  void everyCallThatWaitsFailsWhenTheManagerIsKilled() throws Exception {
    try (Manager manager = Manager.start()) {
      QueueProxy<Integer> queue = manager.queue();
      Lock lock = manager.lock();
      EventProxy event = manager.event();
      lock.lock();
      Queue<Throwable> seen = new ConcurrentLinkedQueue<>();
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int kind = i % 3;
        Thread.Builder maker = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
        waiting.add(
            maker.start(() -> {
              try {
                switch (kind) {
                  case 0 -> queue.take();
                  case 1 -> lock.lock();
                  default -> event.await();
                }
              } catch (InterruptedException | RuntimeException e) {
                seen.add(e);
              }
            }));
      }
      for (Thread each : waiting) {
        Waits.until("all wait", () -> each.getState() == Thread.State.WAITING);
      }
      assertThat(ProcessHandle.of(manager.pid().getAsLong()).orElseThrow().destroyForcibly())
          .isTrue();
      for (Thread each : waiting) {
        assertThat(each.join(Delays.PATIENT)).isTrue();
      }
      assertThat(seen)
          .hasSize(30)
          .allSatisfy(each ->
              assertThat(each)
                  .isInstanceOf(ManagerDiedException.class)
                  .hasMessageContaining("SIGKILL")
                  .hasMessageContaining("pid " + manager.pid().getAsLong()));
      assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(queue::size);
      assertThat(manager.isAlive()).isFalse();
    }
  }

  @Test
  void aManagerEndsWithTheProcessThatStartedIt() throws Exception {
    QueueProxy<Long> pids;
    long inner;
    try (Manager own = Manager.start()) {
      pids = own.queue();
      QueueProxy<Long> tell = pids;
      try (JvmProcess child =
          JvmProcess.start(() -> {
            Manager started = Manager.start();
            tell.put(started.pid().getAsLong());
            started.queue().take();
          })) {
        inner = pids.take();
        child.kill();
      }
    }
    Waits.until("the manager is gone", () -> !Leftovers.isRunning(inner));
  }

  @Test
  void whatAKilledProcessSaidOfItsManagerGoesWithIt() throws Exception {
    try (Manager own = Manager.start()) {
      QueueProxy<List<String>> told = own.queue();
      try (JvmProcess child =
          JvmProcess.start(() -> {
            Manager served = Manager.builder().serve();
            told.put(served.list(List.of("a")));
            served.event().await();
          })) {
        List<String> list = told.take();
        assertThat(list).containsExactly("a");
        assertThat(managersSaid()).hasSize(2);
        child.kill();
        assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(list::size);
      }
      Waits.until("only the other is known", () -> managersSaid().size() == 1);
    }
    assertThat(managersSaid()).isEmpty();
  }

  /** Returns the files of this family that say where a manager is. */
  private static List<String> managersSaid() {
    return Leftovers.filesOfThisJvm().stream().filter(file -> file.contains("-manager-")).toList();
  }

  @Test
  void whatADeadClientHeldIsFree() throws Exception {
    try (Manager manager = Manager.start()) {
      Lock lock = manager.lock();
      ReadWriteLock both = manager.readWriteLock();
      SemaphoreProxy semaphore = manager.boundedSemaphore(2);
      BarrierProxy barrier = manager.barrier(3);
      EventProxy up = manager.event();
      QueueProxy<Integer> queue = manager.queue();
      try (JvmProcess child =
          JvmProcess.start(() -> {
            lock.lock();
            both.writeLock().lock();
            semaphore.acquire(2);
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    queue.take();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
            up.set();
            int _ = barrier.await();
          })) {
        up.await();
        Waits.until("the child waits", () -> barrier.waiting() == 1);
        assertThat(lock.tryLock()).isFalse();
        assertThat(both.readLock().tryLock()).isFalse();
        child.kill();
        child.join();
      }
      assertThat(lock.tryLock(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(both.readLock().tryLock(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
          .isTrue();
      assertThat(semaphore.tryAcquire(Delays.PATIENT)).isTrue();
      assertThat(semaphore.tryAcquire()).isTrue();
      assertThatExceptionOfType(BrokenBarrierException.class)
          .isThrownBy(() -> barrier.await(Delays.PATIENT));
      Waits.until("the child is no client any more", () -> manager.clientCount() == 1);
      // Its take() is over, so this one is not for it.
      queue.put(1);
      assertThat(queue.poll()).isEqualTo(1);
    }
  }

  @Test
  void killsInTheMiddleOfCallsLoseNothingThatWasAcknowledged() throws Exception {
    try (Manager manager = Manager.start()) {
      CounterProxy acknowledged = manager.counter();
      List<Integer> list = manager.list();
      for (int round = 0; round < 3; round++) {
        long before = acknowledged.get();
        try (JvmProcess child =
            JvmProcess.start(() -> {
              for (int i = 0; i < 1_000_000; i++) {
                list.add(i);
                acknowledged.increment();
              }
            })) {
          Waits.until("the child is at work", () -> acknowledged.get() > before + 20);
          child.kill();
          child.join();
        }
        Waits.until("the child is no client any more", () -> manager.clientCount() == 1);
      }
      // At most one each was added and not counted.
      assertThat(list.size() - acknowledged.get()).isBetween(0L, 3L);
    }
  }

  @Test
  void aManagerThatIsStoppedIsGivenUp() throws Exception {
    try (Manager manager =
        Manager.builder().patience(PATIENCE).shutdownTimeout(Duration.ofMillis(100)).start()) {
      ValueProxy<Integer> value = manager.value(1);
      long pid = manager.pid().getAsLong();
      Signals.stop(pid);
      assertThatExceptionOfType(ManagerDiedException.class)
          .isThrownBy(value::get)
          .withMessageContaining("does not answer")
          .havingCause()
          .withMessageContaining("nothing came for 1500 ms");
    }
  }

  @Test
  void aClientThatIsStoppedLosesItsLocks() throws Exception {
    try (Manager manager = Manager.builder().patience(PATIENCE).start()) {
      Lock lock = manager.lock();
      BarrierProxy held = manager.barrier(2);
      QueueProxy<String> outcome = manager.queue();
      CounterProxy any = manager.counter();
      try (JvmProcess child =
          JvmProcess.start(() -> {
            List<String> own = manager.list(List.of("its own"));
            lock.lock();
            try {
              int _ = held.await();
            } catch (ManagerDiedException expected) {
              // It connects again at the next call, as another client.
            }
            try {
              lock.unlock();
              outcome.put("held");
            } catch (IllegalMonitorStateException lost) {
              outcome.put("lost");
            }
            outcome.put(own.get(0));
          })) {
        // In the call: one that it begins afterwards goes to a connection of its own, and waits
        // there.
        Waits.until("the child waits", () -> held.waiting() == 1);
        Signals.stop(child.pid());
        assertThat(lock.tryLock(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        // What only it uses stays, since it may come back.
        long _ =
            Proxies.apply(
                any,
                each -> {
                  System.gc();
                  return each.get();
                });
        Signals.resume(child.pid());
        assertThat(outcome.poll(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
            .isEqualTo("lost");
        assertThat(outcome.poll(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
            .isEqualTo("its own");
      }
    }
  }

  /** As when a terminal's job is stopped, or the machine sleeps. */
  @Test
  void aPauseOfBothSidesIsNoSilence() throws Exception {
    Board board = Board.in(folder);
    int patience = 1_000;
    try (OwnerJvm owner = OwnerJvm.start(PatientOwner.class, board.folder(), patience)) {
      long manager = board.awaitLong("manager");
      Signals.stop(owner.pid());
      Signals.stop(manager);
      // This is the pause.
      boolean _ = Waits.within(Duration.ofMillis(3L * patience), () -> false);
      Signals.resume(manager);
      Signals.resume(owner.pid());
      board.post("go on", "");
      assertThat(board.await("seen")).isEqualTo("[still there]");
      assertThat(owner.exitCode()).as(owner.error()).isZero();
    }
  }

  @Test
  void aClientThatReadsNothingHoldsUpNobody() throws Exception {
    try (Manager manager = Manager.builder().patience(PATIENCE).start()) {
      ValueProxy<byte[]> large = manager.value(new byte[20_000_000]);
      EventProxy up = manager.event();
      try (JvmProcess child =
          JvmProcess.start(() -> {
            up.set();
            while (large.get().length > 0) {
              Thread.onSpinWait();
            }
          })) {
        up.await();
        Signals.stop(child.pid());
        for (int i = 0; i < 50; i++) {
          assertThat(up.isSet()).isTrue();
        }
        Waits.until("the child is no client any more", () -> manager.clientCount() == 1);
        child.kill();
      }
    }
  }

  @Test
  void anEndWithoutClosingLeavesNothing() throws Exception {
    try (JvmProcess child =
        JvmProcess.start(() -> {
          Manager manager = Manager.start();
          List<Object> list = manager.list();
          list.add(manager.map());
          try (JvmProcess other = JvmProcess.start(() -> list.add("x"))) {
            other.join();
          }
        })) {
      child.join();
      assertThat(child.failure()).isEmpty();
      assertThat(child.exitStatus().orElseThrow().isSuccess()).isTrue();
    }
  }
}
