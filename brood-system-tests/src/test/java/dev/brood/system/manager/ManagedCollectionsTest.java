package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.proxy.MapProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.system.support.Delays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What lists, maps, sets and queues of a manager do, for one process and its threads. */
class ManagedCollectionsTest extends WithOneManager {
  private static final Duration MOMENT = Duration.ofMillis(10);

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
          Aside.start(() -> {
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
      Aside.result(each);
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
        Aside.start(() -> {
          queue.put("b");
          return true;
        });
    assertThat(queue.take()).isEqualTo("a");
    assertThat(Aside.result(put)).isTrue();
    assertThat(queue.take()).isEqualTo("b");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> queue.add(null));
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::remove);
  }

  @Test
  void aQueueKnowsWhatIsNotDone() throws Exception {
    QueueProxy<Integer> queue = manager.queue();
    queue.addAll(List.of(1, 2));
    assertThat(queue.join(MOMENT)).isFalse();
    CompletableFuture<Boolean> joined = Aside.start(() -> queue.join(Delays.PATIENT));
    for (int i = 0; i < 2; i++) {
      queue.take();
      queue.taskDone();
    }
    assertThat(Aside.result(joined)).isTrue();
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
}
