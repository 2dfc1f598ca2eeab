package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.function.SerializableFunction;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The same map with something that watches it, and without. Items per second. */
final class Safeguards implements Probe {

  private final Pool pool;
  private final SerializableFunction<Integer, Object> function;
  private final List<Integer> items;
  private final MapOptions options;

  private Safeguards(
      Pool pool,
      SerializableFunction<Integer, Object> function,
      List<Integer> items,
      MapOptions options) {
    this.pool = pool;
    this.function = function;
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
    return new Safeguards(builder.build(), x -> x, items, MapOptions.chunk(1));
  }

  static Probe withBar(Settings settings) {
    return work(MapOptions.progressBar("benchmark"), settings);
  }

  static Probe withoutBar(Settings settings) {
    return work(MapOptions.defaults(), settings);
  }

  private static Probe work(MapOptions options, Settings settings) {
    List<Integer> items = Collections.nCopies(settings.size("items"), settings.size("steps"));
    return new Safeguards(builder(settings).build(), Work::burn, items, options);
  }

  private static Pool.Builder builder(Settings settings) {
    return Pool.builder().workers(settings.size("workers"));
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(() -> pool.map(function, items, options)).perSecond(items.size());
  }

  @Override
  public void close() {
    pool.close();
  }
}
