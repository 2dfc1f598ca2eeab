package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ObjectReleasedException;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.proxy.BarrierProxy;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.MapProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.SemaphoreProxy;
import dev.brood.proxy.ValueProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** Proxies that travel: to children, to workers, through queues, into other shared objects. */
class ManagerSharingTest {

  @Test
  void childrenUseWhatTheirParentMade() throws Exception {
    try (Manager manager = Manager.start()) {
      List<String> list = manager.list();
      MapProxy<String, Integer> map = manager.map();
      Set<String> set = manager.set();
      CounterProxy counter = manager.counter();
      Lock lock = manager.lock();
      Condition condition = lock.newCondition();
      SemaphoreProxy semaphore = manager.semaphore(1);
      EventProxy event = manager.event();
      BarrierProxy barrier = manager.barrier(2);
      ValueProxy<Integer> value = manager.value(0);
      try (JvmProcess child =
          JvmProcess.start(() -> {
            list.add("child");
            map.merge("a", 1, Integer::sum);
            set.add("x");
            counter.add(5);
            lock.lock();
            try {
              value.set(value.get() + 1);
              condition.signalAll();
            } finally {
              lock.unlock();
            }
            semaphore.acquire();
            semaphore.release();
            event.set();
            int _ = barrier.await();
          })) {
        event.await();
        int _ = barrier.await();
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      lock.lock();
      try {
        while (value.get() == 0) {
          condition.await();
        }
      } finally {
        lock.unlock();
      }
      assertThat(list).containsExactly("child");
      assertThat(map).containsEntry("a", 1);
      assertThat(set).containsExactly("x");
      assertThat(counter.get()).isEqualTo(5);
    }
  }

  @Test
  void workersShareAMapAndALock() {
    try (Manager manager = Manager.start();
        Pool pool = Pool.of(2)) {
      MapProxy<Integer, Integer> squares = manager.map();
      ValueProxy<Integer> sum = manager.value(0);
      Lock lock = manager.lock();
      List<Integer> results =
          pool.map(
              each -> {
                squares.put(each, each * each);
                lock.lock();
                try {
                  sum.set(sum.get() + each);
                } finally {
                  lock.unlock();
                }
                return each;
              },
              List.of(0, 1, 2, 3, 4, 5, 6, 7));
      assertThat(results).hasSize(8);
      assertThat(squares).hasSize(8).containsEntry(7, 49);
      assertThat(sum.get()).isEqualTo(28);
      List<List<Integer>> made = pool.map(each -> manager.list(List.of(each)), List.of(1, 2));
      assertThat(made.get(0)).containsExactly(1);
      assertThat(made.get(1)).containsExactly(2);
    }
  }

  @Test
  void sharedObjectsHoldEachOther() {
    try (Manager manager = Manager.start()) {
      List<Object> outer = manager.list();
      Map<String, Object> inner = manager.map();
      outer.add(inner);
      outer.add(outer);
      inner.put("outer", outer);
      @SuppressWarnings("unchecked")
      Map<String, Object> seen = (Map<String, Object>) outer.get(0);
      seen.put("b", 2);
      assertThat(inner).containsEntry("b", 2);
      assertThat(outer.get(1)).isEqualTo(outer);
      List<Object> plain = new ArrayList<>(List.of(manager.list(List.of(1))));
      outer.set(0, plain);
      assertThat(((List<?>) outer.get(0)).get(0)).isEqualTo(List.of(1));
      QueueProxy<Object> queue = manager.queue();
      outer.add(queue);
      queue.add("through");
      assertThat(((QueueProxy<?>) outer.get(2)).poll()).isEqualTo("through");
      Ledger ledger = manager.share(Ledger.class, Ledger.InMemory::new);
      inner.put("ledger", ledger);
      assertThat(((Ledger) inner.get("ledger")).write("a")).isEqualTo(1);
      assertThat(ledger.lines()).containsExactly("a");
    }
  }

  @Test
  void anObjectOutlivesTheOneWhoSentItsHandle() throws Exception {
    try (Manager manager = Manager.start()) {
      QueueProxy<List<String>> queue = manager.queue();
      try (JvmProcess child =
          JvmProcess.start(() -> {
            List<String> made = manager.list(List.of("from a child"));
            queue.put(made);
            Proxies.release(made);
          })) {
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      int _ =
          Proxies.apply(
              queue,
              each -> {
                System.gc();
                return 0;
              });
      assertThat(queue.take()).containsExactly("from a child");
    }
  }

  @Test
  void twoManagersAreTwo() {
    try (Manager one = Manager.start();
        Manager other = Manager.start()) {
      List<Object> list = one.list();
      List<Object> elsewhere = other.list(List.of("other"));
      list.add(elsewhere);
      assertThat(list.get(0)).isEqualTo(elsewhere);
      elsewhere.add("more");
      assertThat(Proxies.<List<Object>, Integer>apply(list, each -> ((List<?>) each.get(0)).size()))
          .isEqualTo(2);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> one.batch().add(elsewhere, List::size));
    }
  }

  @Test
  void aManagerInThisJvmServesItsChildren() throws IOException, InterruptedException {
    try (Manager manager = Manager.builder().serve()) {
      List<Integer> list = manager.list();
      QueueProxy<Integer> queue = manager.queue();
      Lock lock = manager.lock();
      lock.lock();
      try (JvmProcess child =
          JvmProcess.start(() -> {
            list.add(1);
            queue.put(lock.tryLock() ? 1 : 0);
            lock.lock();
            try {
              list.add(2);
            } finally {
              lock.unlock();
            }
          })) {
        assertThat(queue.take()).isZero();
        lock.unlock();
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      assertThat(list).containsExactly(1, 2);
      assertThat(Proxies.copyOf(list)).isEqualTo(List.of(1, 2));
      assertThat(manager.pid()).isEmpty();
    }
  }

  @Test
  void whatWasLeftAloneForTooLongIsGone() throws Exception {
    try (Manager manager = Manager.builder().handleLease(java.time.Duration.ofMillis(1)).start()) {
      ValueProxy<Integer> any = manager.value(1);
      List<String> list = manager.list(List.of("a"));
      try (JvmProcess child =
          JvmProcess.start(() -> {
            any.set(2);
            while (any.get() == 2) {
              Thread.onSpinWait();
            }
            try {
              list.add("b");
              any.set(0);
            } catch (ObjectReleasedException gone) {
              any.set(9);
            }
          })) {
        dev.brood.system.support.Waits.until("the child is up", () -> any.get() == 2);
        Proxies.release(list);
        dev.brood.system.support.Waits.until(
            "the list is gone",
            () -> {
              int _ =
                  Proxies.apply(
                      any,
                      each -> {
                        System.gc();
                        return 0;
                      });
              return manager.objectCount() == 1;
            });
        any.set(3);
        child.join();
        assertThat(child.failure()).isEmpty();
        assertThat(any.get()).isEqualTo(9);
      }
    }
  }
}
