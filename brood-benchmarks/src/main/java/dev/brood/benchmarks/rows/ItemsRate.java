package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All items of a list through a pool, by one of its ways; the results are collected in a list. */
final class ItemsRate implements Probe {

  private final Pool pool;
  private final List<Integer> items;
  private final long sum;
  private final int maps;
  private final BiFunction<Pool, List<Integer>, List<Integer>> way;

  private ItemsRate(Settings settings, BiFunction<Pool, List<Integer>, List<Integer>> way) {
    items = IntStream.range(0, settings.size("items")).boxed().toList();
    sum = sum(items);
    maps = settings.size("maps");
    this.way = way;
    pool = Pool.of(settings.size("workers"));
  }

  static ItemsRate map(Settings settings) {
    return new ItemsRate(settings, (pool, items) -> pool.map(x -> x, items));
  }

  static ItemsRate mapChunk1(Settings settings) {
    return new ItemsRate(settings, (pool, items) -> pool.map(x -> x, items, MapOptions.chunk(1)));
  }

  static ItemsRate imapUnordered(Settings settings) {
    return new ItemsRate(
        settings,
        (pool, items) -> {
          try (Stream<Integer> results = pool.imapUnordered(x -> x, items)) {
            return results.toList();
          }
        });
  }

  @Override
  public double sample() {
    return Statistics.median(IntStream.range(0, maps).mapToDouble(each -> rateOfMap()).toArray());
  }

  private double rateOfMap() {
    long start = System.nanoTime();
    List<Integer> results = way.apply(pool, items);
    long nanos = System.nanoTime() - start;
    if (results.size() != items.size() || sum(results) != sum) {
      throw new IllegalStateException("wrong results");
    }
    return items.size() * 1e9 / nanos;
  }

  private static long sum(List<Integer> integers) {
    return integers.stream().mapToLong(Integer::longValue).sum();
  }

  @Override
  public void close() {
    pool.close();
  }
}
