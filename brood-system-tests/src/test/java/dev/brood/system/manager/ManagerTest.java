package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.exception.ManagerDiedException;
import dev.brood.exception.NotSendableException;
import dev.brood.manager.Batch;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.ArrayProxy;
import dev.brood.proxy.BarrierProxy;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.MapProxy;
import dev.brood.proxy.NamespaceProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.SemaphoreProxy;
import dev.brood.proxy.ValueProxy;
import dev.brood.system.support.Delays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What each kind of shared object does, for one process and its threads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagerTest {
  private static final Duration MOMENT = Duration.ofMillis(10);

  private Manager manager;

  @BeforeAll
  void start() {
    manager = Manager.builder().register("ledger", Ledger.class, Ledger.InMemory::new).start();
  }

  @AfterAll
  void end() {
    manager.close();
  }

  /** Runs something on a thread of its own. */
  private static <T> CompletableFuture<T> aside(java.util.concurrent.Callable<T> action) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(action.call());
          } catch (Throwable thrown) {
            future.completeExceptionally(thrown);
          }
        });
    return future;
  }

  private static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void untilItWaits(Thread thread) {
    dev.brood.system.support.Waits.until(
        "the thread waits",
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
  }

  // ---- collections

  @Test
  void aListIsReadAndChangedInPlaces() {
    List<Integer> list = manager.list(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertThat(list).hasSize(10);
    assertThat(list.get(3)).isEqualTo(3);
    assertThat(list.subList(2, 5)).containsExactly(2, 3, 4);
    list.subList(1, 9).clear();
    list.addAll(List.of(20, 10));
    assertThat(list).containsExactly(0, 9, 20, 10);
    list.sort(null);
    assertThat(list).containsExactly(0, 9, 10, 20);
    list.sort(Comparator.reverseOrder());
    assertThat(list).containsExactly(20, 10, 9, 0);
    list.replaceAll(each -> each + 1);
    assertThat(list.reversed()).containsExactly(1, 10, 11, 21);
    assertThat(list.removeIf(each -> each > 10)).isTrue();
    assertThat(list).hasToString("[10, 1]").isEqualTo(List.of(10, 1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(2));
  }

  @Test
  void iterationSeesWhatIsAddedMeanwhile() {
    List<Integer> list = manager.list(IntStream.range(0, 2000).boxed().toList());
    List<Integer> seen = new ArrayList<>();
    Iterator<Integer> each = list.iterator();
    while (each.hasNext()) {
      int next = each.next();
      seen.add(next);
      if (next == 1999) {
        list.add(2000);
      }
    }
    assertThat(seen).hasSize(2001);
  }

  @Test
  void aMapComputesWhereItIs() {
    MapProxy<String, Integer> map = manager.map(Map.of("a", 1));
    long here = ProcessHandle.current().pid();
    assertThat(map.compute("pid", (key, value) -> (int) ProcessHandle.current().pid()))
        .isNotEqualTo((int) here);
    map.remove("pid");
    assertThat(map.merge("a", 5, Integer::sum)).isEqualTo(6);
    assertThat(map.merge("b", 5, Integer::sum)).isEqualTo(5);
    assertThat(map.computeIfAbsent("c", String::length)).isEqualTo(1);
    assertThat(map.computeIfPresent("c", (key, value) -> null)).isNull();
    map.replaceAll((key, value) -> value * 2);
    assertThat(map).isEqualTo(Map.of("a", 12, "b", 10));
    // A function that cannot be sent runs here.
    AtomicReference<String> seen = new AtomicReference<>();
    BiFunction<Integer, Integer, Integer> local =
        (one, other) -> {
          seen.set("here");
          return one - other;
        };
    assertThat(map.merge("a", 2, local)).isEqualTo(10);
    assertThat(seen).hasValue("here");
  }

  @Test
  void aMapIsReadInPages() {
    Map<Integer, String> expected = new TreeMap<>();
    IntStream.range(0, 1500).forEach(each -> expected.put(each, "v" + each));
    MapProxy<Integer, String> map = manager.map(expected);
    assertThat(new TreeMap<>(map)).isEqualTo(expected);
    assertThat(map.keySet()).hasSize(1500).contains(1499);
    map.values().removeIf(value -> !value.endsWith("7"));
    assertThat(map).hasSize(150);
    map.entrySet().iterator().next().setValue("set");
    assertThat(map.containsValue("set")).isTrue();
  }

  @Test
  void concurrentMergesLoseNothing() throws Exception {
    MapProxy<String, Integer> map = manager.map();
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    BiFunction<Integer, Integer, Integer> local = (one, other) -> one + other;
    for (int i = 0; i < 8; i++) {
      boolean here = i % 2 == 0;
      all.add(
          aside(() -> {
            for (int j = 0; j < 100; j++) {
              if (here) {
                map.merge("n", 1, local);
              } else {
                map.merge("n", 1, Integer::sum);
              }
            }
            return true;
          }));
    }
    for (CompletableFuture<Boolean> each : all) {
      result(each);
    }
    assertThat(map).containsEntry("n", 800);
  }

  @Test
  void aSetHasItsOperations() {
    Set<String> set = manager.set(List.of("a", "b", "c"));
    assertThat(set.add("a")).isFalse();
    assertThat(set.addAll(Set.of("d", "e"))).isTrue();
    assertThat(set.retainAll(Set.of("a", "d", "x"))).isTrue();
    assertThat(set).containsExactlyInAnyOrder("a", "d").isEqualTo(Set.of("d", "a"));
    assertThat(set.removeAll(Set.of("a"))).isTrue();
    assertThat(set.contains("a")).isFalse();
    assertThat(set).hasToString("[d]");
  }

  @Test
  void aQueueWaitsForRoomAndForElements() throws Exception {
    QueueProxy<String> queue = manager.queue(1);
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(10, TimeUnit.MILLISECONDS)).isNull();
    assertThat(queue.offer("a")).isTrue();
    assertThat(queue.offer("b")).isFalse();
    assertThat(queue.offer("b", 10, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(queue.remainingCapacity()).isZero();
    CompletableFuture<Boolean> put =
        aside(() -> {
          queue.put("b");
          return true;
        });
    assertThat(queue.take()).isEqualTo("a");
    assertThat(result(put)).isTrue();
    assertThat(queue.take()).isEqualTo("b");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> queue.add(null));
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::remove);
  }

  @Test
  void aQueueKnowsWhatIsNotDone() throws Exception {
    QueueProxy<Integer> queue = manager.queue();
    queue.addAll(List.of(1, 2));
    assertThat(queue.join(MOMENT)).isFalse();
    CompletableFuture<Boolean> joined = aside(() -> queue.join(Delays.PATIENT));
    for (int i = 0; i < 2; i++) {
      queue.take();
      queue.taskDone();
    }
    assertThat(result(joined)).isTrue();
    queue.join();
    assertThatIllegalStateException().isThrownBy(queue::taskDone);
  }

  @Test
  void anInterruptedTakeLosesNothing() throws Exception {
    QueueProxy<Integer> queue = manager.queue();
    for (int i = 0; i < 50; i++) {
      AtomicReference<Object> got = new AtomicReference<>();
      Thread taker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  got.set(queue.take());
                } catch (InterruptedException e) {
                  got.set(e);
                }
              });
      queue.put(i);
      taker.interrupt();
      taker.join();
      if (got.get() instanceof InterruptedException) {
        assertThat(queue.poll()).isEqualTo(i);
      } else {
        assertThat(got.get()).isEqualTo(i);
        assertThat(queue.poll()).isNull();
      }
    }
  }

  @Test
  void aDequeHasTwoEnds() throws Exception {
    BlockingDeque<Integer> deque = manager.deque(3);
    deque.putLast(2);
    deque.putFirst(1);
    deque.addLast(3);
    assertThatIllegalStateException().isThrownBy(() -> deque.addFirst(0));
    assertThat(deque).containsExactly(1, 2, 3);
    assertThat(deque.descendingIterator().next()).isEqualTo(3);
    assertThat(deque.takeLast()).isEqualTo(3);
    assertThat(deque.pop()).isEqualTo(1);
    assertThat(deque.peekLast()).isEqualTo(2);
    List<Integer> drained = new ArrayList<>();
    assertThat(deque.drainTo(drained)).isEqualTo(1);
    assertThat(deque.pollFirst(10, TimeUnit.MILLISECONDS)).isNull();
  }

  // ---- locks

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What is tried is what comes between.
  void aLockHasOneOwnerAndIsReentrant() throws Exception {
    Lock lock = manager.lock();
    lock.lock();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    assertThat(lock).hasToString("Lock[locked]");
    assertThat(result(aside(() -> lock.tryLock()))).isFalse();
    assertThat(result(aside(() -> lock.tryLock(10, TimeUnit.MILLISECONDS)))).isFalse();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() ->
            result(
                aside(() -> {
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
    untilItWaits(waiting);
    waiting.interrupt();
    waiting.join();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    lock.unlock();
    assertThat(result(aside(() -> lock.tryLock(1, TimeUnit.SECONDS)))).isTrue();
  }

  @Test
  @SuppressWarnings("WaitNotInLoop") // Nobody signals, so the time ends it.
  void aConditionIsAwaitedAndSignalled() throws Exception {
    Lock lock = manager.lock();
    Condition condition = lock.newCondition();
    ValueProxy<Integer> turns = manager.value(0);
    CompletableFuture<Boolean> waiter =
        aside(() -> {
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
    dev.brood.system.support.Waits.until("the other has the lock", () -> turns.get() == 1);
    lock.lock();
    try {
      assertThat(condition.await(1, TimeUnit.MILLISECONDS)).isFalse();
      turns.set(2);
      condition.signalAll();
    } finally {
      lock.unlock();
    }
    assertThat(result(waiter)).isTrue();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(condition::signal);
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What is tried is what comes between.
  void aReadWriteLockHasManyReadersOrOneWriter() throws Exception {
    ReadWriteLock lock = manager.readWriteLock();
    lock.readLock().lock();
    assertThat(result(aside(() -> lock.readLock().tryLock(1, TimeUnit.SECONDS)))).isTrue();
    assertThat(lock.writeLock().tryLock()).isFalse();
    ReadWriteLock other = manager.readWriteLock();
    other.writeLock().lock();
    assertThat(other.readLock().tryLock()).isTrue();
    assertThat(result(aside(() -> other.readLock().tryLock()))).isFalse();
    other.readLock().unlock();
    other.writeLock().unlock();
    assertThat(result(aside(() -> other.writeLock().tryLock()))).isTrue();
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
    CompletableFuture<Boolean> waiter = aside(() -> event.await(Delays.PATIENT));
    event.set();
    assertThat(result(waiter)).isTrue();
    event.await();
    event.clear();
    assertThat(event.isSet()).isFalse();
  }

  @Test
  void aBarrierIsMetAtAndBroken() throws Exception {
    BarrierProxy barrier = manager.barrier(2);
    CompletableFuture<Integer> other = aside(barrier::await);
    int missing = barrier.await();
    assertThat(missing + result(other)).isEqualTo(1);
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

  // ---- values

  @Test
  void valuesArraysNamespacesAndCounters() {
    ValueProxy<String> value = manager.value("a");
    assertThat(value.compareAndSet("b", "c")).isFalse();
    assertThat(value.getAndSet("b")).isEqualTo("a");
    assertThat(value.update(old -> old + "!")).isEqualTo("b!");
    assertThat(value).hasToString("b!");

    ArrayProxy<Integer> array = manager.array(List.of(1, 2, 3));
    array.set(0, 7);
    assertThat(array.update(1, old -> old * 10)).isEqualTo(20);
    array.setAll(1, List.of(8, 9));
    assertThat(array.slice(0, 3)).containsExactly(7, 8, 9);
    assertThat(array.length()).isEqualTo(3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(3));

    NamespaceProxy namespace = manager.namespace();
    namespace.set("name", "Bob");
    namespace.set("job", null);
    assertThat(namespace.get("name", String.class)).isEqualTo("Bob");
    assertThat(namespace.get("job")).isNull();
    assertThat(namespace).hasToString("Namespace{job=null, name=Bob}");
    assertThat(namespace.remove("job")).isTrue();
    assertThat(namespace.has("job")).isFalse();
    assertThat(namespace.asMap()).isEqualTo(Map.of("name", "Bob"));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> namespace.get("job"))
        .withMessageContaining("name=job");
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> namespace.get("name", Integer.class));

    CounterProxy counter = manager.counter(5);
    assertThat(counter.increment()).isEqualTo(6);
    assertThat(counter.decrement()).isEqualTo(5);
    assertThat(counter.compareAndSet(5, 9)).isTrue();
    assertThat(counter.get()).isEqualTo(9);
  }

  @Test
  void elementsAreCopies() {
    List<List<String>> list = manager.list(List.of(new ArrayList<>(List.of("a"))));
    list.get(0).add("lost");
    assertThat(list.get(0)).containsExactly("a");
    List<String> changed = list.get(0);
    changed.add("b");
    list.set(0, changed);
    assertThat(list.get(0)).containsExactly("a", "b");
  }

  // ---- own types

  @Test
  void anOwnTypeIsSharedOrRegistered() throws Exception {
    Ledger ledger = manager.share(Ledger.class, Ledger.InMemory::new);
    assertThat(ledger.write("one")).isEqualTo(1);
    assertThat(ledger.lines()).containsExactly("one");
    assertThat(ledger).hasToString("Ledger[one]").isEqualTo(ledger);
    Ledger registered = manager.create("ledger", Ledger.class, "a", "b");
    assertThat(registered.lines()).containsExactly("a", "b");
    assertThat(registered).isNotEqualTo(ledger);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> manager.create("leger", Ledger.class))
        .withMessageContaining("[ledger");
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> manager.create("ledger", Runnable.class));
    assertThatIllegalArgumentException().isThrownBy(() -> manager.share(String.class, () -> "a"));
  }

  @Test
  void whatAMethodThrowsArrivesWithTheFramesOfTheManager() {
    Ledger ledger = manager.share(Ledger.class, Ledger.InMemory::new);
    assertThatExceptionOfType(Ledger.LedgerException.class)
        .isThrownBy(ledger::fail)
        .withMessage("no ink")
        .satisfies(thrown -> {
          assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("fail");
          assertThat(Arrays.toString(thrown.getStackTrace()))
              .contains("ManagerTest")
              .contains("manager (pid " + manager.pid().getAsLong() + ")");
        });
    assertThatExceptionOfType(NotSendableException.class).isThrownBy(ledger::secret);
    assertThat(ledger.write("still works")).isEqualTo(1);
  }

  @Test
  void aResultMayStayInTheManager() {
    Ledger ledger = manager.create("ledger", Ledger.class, "a", "b");
    Iterator<String> reader = ledger.reader();
    assertThat(Proxies.isProxy(reader)).isTrue();
    assertThat(reader.next() + reader.next()).isEqualTo("ab");
    assertThat(reader.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
  }

  @Test
  void objectsAreFoundByName() {
    List<String> list = manager.list(List.of("a"));
    manager.bind("letters", list);
    List<String> found = manager.find("letters", List.class);
    found.add("b");
    assertThat(list).containsExactly("a", "b");
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> manager.find("letters", Map.class));
    manager.unbind("letters");
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> manager.find("letters", List.class));
    assertThatIllegalArgumentException().isThrownBy(() -> manager.bind("x", List.of()));
  }

  // ---- beside calls that wait

  @Test
  void callsNeedNotBeWaitedFor() throws Exception {
    MapProxy<Integer, Integer> map = manager.map();
    List<CompletableFuture<Integer>> puts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int value = i;
      puts.add(Proxies.callAsync(map, each -> each.put(0, value)));
    }
    // In the order in which they were made.
    assertThat(result(puts.getFirst())).isNull();
    for (int i = 1; i < 1000; i++) {
      assertThat(result(puts.get(i))).isEqualTo(i - 1);
    }
    QueueProxy<String> queue = manager.queue();
    CompletableFuture<String> taken = Proxies.callAsync(queue, each -> take(each));
    CompletableFuture<Boolean> offered = Proxies.callAsync(queue, each -> each.offer("a"));
    assertThat(result(offered)).isTrue();
    result(Proxies.runAsync(queue, each -> each.clear()));
    assertThat(result(taken)).isEqualTo("a");
    List<Integer> list = manager.list();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> result(Proxies.callAsync(list, each -> each.get(0))))
        .withCauseInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> Proxies.callAsync(list, each -> 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxies.callAsync(list, each -> each.get(0) + each.get(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Proxies.callAsync(List.of(), List::size));
  }

  private static String take(QueueProxy<String> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBatchGoesInOneMessage() {
    MapProxy<String, Integer> map = manager.map();
    List<Integer> list = manager.list();
    Batch batch = manager.batch();
    CompletableFuture<?> first = batch.addRun(list, each -> each.add(7));
    CompletableFuture<Integer> before = batch.add(map, each -> each.put("a", 1));
    CompletableFuture<Integer> after = batch.add(map, each -> each.put("a", 2));
    CompletableFuture<Integer> wrong = batch.add(list, each -> each.get(5));
    CompletableFuture<Integer> size = batch.add(list, List::size);
    assertThat(batch.size()).isEqualTo(5);
    assertThat(list).isEmpty();
    batch.run();
    assertThat(first).isCompleted();
    assertThat(before.join()).isNull();
    assertThat(after.join()).isEqualTo(1);
    assertThat(wrong).isCompletedExceptionally();
    assertThat(size.join()).isEqualTo(1);
    assertThat(batch.size()).isZero();
    CompletableFuture<Boolean> added = batch.add(list, each -> each.add(null));
    batch.run();
    assertThat(added.join()).isTrue();
    assertThat(list).containsExactly(7, null);
  }

  @Test
  void aFunctionRunsBesideTheData() throws Exception {
    List<Integer> list = manager.list(IntStream.range(0, 1000).boxed().toList());
    int sum = Proxies.apply(list, each -> each.stream().mapToInt(Integer::intValue).sum());
    assertThat(sum).isEqualTo(499_500);
    long pid = Proxies.apply(list, each -> ProcessHandle.current().pid());
    assertThat(pid).isEqualTo(manager.pid().getAsLong());
    CompletableFuture<Integer> size = Proxies.applyAsync(list, List::size);
    assertThat(result(size)).isEqualTo(1000);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Proxies.apply(list, each -> 1 / (each.size() - 1000)));
  }

  @Test
  void copiesArePlainObjects() {
    assertThat(Proxies.copyOf(manager.list(List.of(1, 2)))).isEqualTo(List.of(1, 2));
    assertThat(Proxies.copyOf(manager.map(Map.of(1, 2)))).isEqualTo(Map.of(1, 2));
    assertThat(Proxies.copyOf(manager.set(Set.of(1)))).isEqualTo(Set.of(1));
    assertThat(Proxies.copyOf(manager.value("v"))).isEqualTo("v");
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> Proxies.copyOf(manager.lock()));
  }

  @Test
  void manyThreadsUseOneProxy() throws Exception {
    CounterProxy counter = manager.counter();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Thread.Builder kind = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(
          kind.start(() -> {
            for (int j = 0; j < 50; j++) {
              counter.increment();
            }
          }));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertThat(counter.get()).isEqualTo(5000);
  }

  @Test
  void largeValuesPass() {
    ValueProxy<byte[]> value = manager.value(new byte[3_000_000]);
    byte[] other = new byte[5_000_000];
    other[4_999_999] = 1;
    value.set(other);
    assertThat(value.get()).isEqualTo(other);
  }

  @Test
  void whatCannotBeSentFailsInTheCallerAndLeavesTheRest() {
    List<Object> list = manager.list();
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> list.add(new Object()))
        .withMessageContaining("argument[0]");
    list.add(1);
    assertThat(list).containsExactly(1);
  }

  @Test
  void aClosedManagerSaysSo() {
    Manager other = Manager.start();
    List<Integer> list = other.list();
    assertThat(other.isAlive()).isTrue();
    assertThat(other.clientCount()).isEqualTo(1);
    other.close();
    other.close();
    assertThat(other.isAlive()).isFalse();
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(list::size);
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(other::list);
  }

  @Test
  void aManagerRunsItsInitializerFirst() {
    try (Manager other =
        Manager.builder()
            .initializer(() -> System.setProperty("manager.test", "was here"))
            .start()) {
      ValueProxy<String> any = other.value("x");
      String seen = Proxies.apply(any, each -> System.getProperty("manager.test"));
      assertThat(seen).isEqualTo("was here");
    }
    assertThatExceptionOfType(ManagerDiedException.class)
        .isThrownBy(() ->
            Manager.builder()
                .stdio(dev.brood.jvm.Stdio.discard())
                .initializer(() -> {
                  throw new IllegalStateException("not today");
                })
                .start())
        .havingCause()
        .withMessage("not today");
  }

  @Test
  void anObjectThatNobodyUsesGoes() {
    try (Manager other = Manager.start()) {
      List<Object> outer = other.list();
      List<Object> inner = other.list(List.of("kept"));
      outer.add(inner);
      // A cycle.
      inner.add(outer);
      Proxies.release(inner);
      ValueProxy<Integer> any = other.value(0);
      collect(any);
      assertThat(((List<?>) outer.get(0)).get(0)).isEqualTo("kept");
      Proxies.release(outer);
      dev.brood.system.support.Waits.until(
          "one object is left",
          () -> {
            System.gc();
            collect(any);
            return other.objectCount() == 1;
          });
    }
  }

  /** Has the manager's garbage collected. */
  private static void collect(ValueProxy<Integer> any) {
    int _ =
        Proxies.apply(
            any,
            each -> {
              System.gc();
              return 1;
            });
  }
}
