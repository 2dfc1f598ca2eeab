package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.NotSendableException;
import dev.brood.manager.Batch;
import dev.brood.manager.Proxies;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.MapProxy;
import dev.brood.proxy.QueueProxy;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The ways to call shared objects: without waiting, many at once, beside the data, from many
 * threads.
 */
class ProxyCallsTest extends WithOneManager {
  @Test
  void callsNeedNotBeWaitedFor() throws Exception {
    MapProxy<Integer, Integer> map = manager.map();
    List<CompletableFuture<Integer>> puts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int value = i;
      puts.add(Proxies.callAsync(map, each -> each.put(0, value)));
    }
    // In the order in which they were made.
    assertThat(Aside.result(puts.getFirst())).isNull();
    for (int i = 1; i < 1000; i++) {
      assertThat(Aside.result(puts.get(i))).isEqualTo(i - 1);
    }
    QueueProxy<String> queue = manager.queue();
    CompletableFuture<String> taken = Proxies.callAsync(queue, Aside::take);
    CompletableFuture<Boolean> offered = Proxies.callAsync(queue, each -> each.offer("a"));
    assertThat(Aside.result(offered)).isTrue();
    assertThat(Aside.result(taken)).isEqualTo("a");
    queue.add("b");
    Aside.result(Proxies.runAsync(queue, each -> each.clear()));
    assertThat(queue).isEmpty();
    List<Integer> list = manager.list();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> Aside.result(Proxies.callAsync(list, each -> each.get(0))))
        .withCauseInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> Proxies.callAsync(list, each -> 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxies.callAsync(list, each -> each.get(0) + each.get(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Proxies.callAsync(List.of(), List::size));
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

  /** Is what it was where it is made, and an error where it arrives. */
  private record Hostile(long madeBy) implements Serializable {
    private Hostile {
      if (madeBy != 0 && madeBy != ProcessHandle.current().pid()) {
        throw new AssertionError("not here");
      }
    }
  }

  @Test
  void anErrorInABatchIsThatOfItsCallAlone() {
    List<Object> list = manager.list();
    Proxies.apply(list, each -> each.add(new Hostile(ProcessHandle.current().pid())));
    Batch batch = manager.batch();
    CompletableFuture<Object> hostile = batch.add(list, each -> each.get(0));
    CompletableFuture<Integer> size = batch.add(list, List::size);
    batch.run();
    assertThat(hostile)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(AssertionError.class)
        .havingRootCause()
        .withMessage("not here");
    assertThat(size).isCompletedWithValue(1);
  }

  @Test
  void aFunctionRunsBesideTheData() throws Exception {
    List<Integer> list = manager.list(IntStream.range(0, 1000).boxed().toList());
    int sum = Proxies.apply(list, each -> each.stream().mapToInt(Integer::intValue).sum());
    assertThat(sum).isEqualTo(499_500);
    long pid = Proxies.apply(list, each -> ProcessHandle.current().pid());
    assertThat(pid).isEqualTo(manager.pid().getAsLong());
    CompletableFuture<Integer> size = Proxies.applyAsync(list, List::size);
    assertThat(Aside.result(size)).isEqualTo(1000);
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
}
