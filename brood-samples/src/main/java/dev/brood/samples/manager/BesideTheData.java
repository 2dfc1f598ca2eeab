package dev.brood.samples.manager;

import dev.brood.manager.Batch;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.MapProxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Fewer and larger messages: functions that run in the manager, calls in one batch. */
public final class BesideTheData {
  private BesideTheData() {}

  static void main() {
    try (Manager manager = Manager.start()) {
      // @start region="proxies"
      List<Integer> numbers = manager.list(IntStream.range(0, 10_000).boxed().toList());
      // The function goes there, one number comes back.
      long sum = Proxies.apply(numbers, each -> each.stream().mapToLong(Integer::longValue).sum());
      // The call goes out now, the answer comes some time.
      CompletableFuture<Integer> last = Proxies.callAsync(numbers, each -> each.get(9_999));
      IO.println(sum + " " + last.join());
      // @end
      // @start region="batch"
      MapProxy<Integer, String> map = manager.map();
      Batch batch = manager.batch();
      for (int i = 0; i < 1_000; i++) {
        int key = i;
        var _ = batch.add(map, each -> each.put(key, "value " + key));
      }
      CompletableFuture<Integer> size = batch.add(map, MapProxy::size);
      batch.run(); // one message there, one back
      IO.println(size.join());
      // @end
    }
  }
}
