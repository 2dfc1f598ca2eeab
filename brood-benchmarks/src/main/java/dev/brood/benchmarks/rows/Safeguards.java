package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.function.SerializableFunction;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The same map with something that watches it, and without. Items per second. */
final class Safeguards implements Probe {

  private final Pool pool;
  private final SerializableFunction<Integer, Object> function;
  private final List<?> expected;
  private final List<Integer> items;
  private final MapOptions options;

  private Safeguards(
      Pool pool,
      SerializableFunction<Integer, Object> function,
      List<?> expected,
      List<Integer> items,
      MapOptions options) {
    this.pool = pool;
    this.function = function;
    this.expected = expected;
    this.items = items;
    this.options = options;
  }

  static Probe withTimeout(Settings settings) {
    return noOps(builder(settings).taskTimeout(Duration.ofMinutes(1)), settings);
  }

  static Probe withoutTimeout(Settings settings) {
    return noOps(builder(settings), settings);
  }

  private static Probe noOps(Pool.Builder builder, Settings settings) {
    List<Integer> items = IntStream.range(0, settings.size("items")).boxed().toList();
    int chunk = settings.size("chunk");
    MapOptions options =
        chunk == MapOptions.ADAPTIVE ? MapOptions.defaults() : MapOptions.chunk(chunk);
    return new Safeguards(builder.build(), x -> x, items, items, options);
  }

  static Probe withBar(Settings settings) {
    return work(MapOptions.progressBar("benchmark"), settings);
  }

  static Probe withoutBar(Settings settings) {
    return work(MapOptions.defaults(), settings);
  }

  private static Probe work(MapOptions options, Settings settings) {
    List<Integer> items = Collections.nCopies(settings.size("items"), settings.size("steps"));
    List<Long> expected = Collections.nCopies(items.size(), Work.burn(settings.size("steps")));
    return new Safeguards(builder(settings).build(), Work::burn, expected, items, options);
  }

  private static Pool.Builder builder(Settings settings) {
    return Pool.builder().workers(settings.size("workers"));
  }

  @Override
  public double sample() throws Exception {
    List<List<Object>> results = new ArrayList<>(1);
    Elapsed elapsed = Elapsed.of(() -> results.add(pool.map(function, items, options)));
    if (!expected.equals(results.getFirst())) {
      throw new IllegalStateException("wrong results");
    }
    return elapsed.perSecond(items.size());
  }

  @Override
  public void close() {
    pool.close();
  }
}
