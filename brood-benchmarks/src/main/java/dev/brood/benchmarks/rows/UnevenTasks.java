package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Sleeps of very different lengths, in the order of the reports that made pools famous for dealing
 * all long tasks to one worker (ray-project/ray issues 29453 and 29466). In milliseconds.
 */
final class UnevenTasks implements Probe {

  private static final List<Integer> MIXED = List.of(1, 2, 1, 10, 3, 1, 4, 10, 1, 3, 2, 10);
  private static final List<Integer> LONG_FIRST = List.of(15, 1, 1, 1, 1, 1);

  private final Pool pool;
  private final List<Integer> millis;

  private UnevenTasks(Settings settings, List<Integer> units) {
    millis = millis(settings, units);
    pool = Pool.of(settings.size("workers"));
    pool.map(x -> x, millis);
  }

  private static List<Integer> millis(Settings settings, List<Integer> units) {
    int unit = settings.size("unit_ms");
    return units.stream().map(each -> each * unit).toList();
  }

  static Probe mixed(Settings settings) {
    return new UnevenTasks(settings, MIXED);
  }

  static Probe longFirst(Settings settings) {
    return new UnevenTasks(settings, LONG_FIRST);
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::runAll).millis();
  }

  private void runAll() {
    try (Stream<Integer> results = pool.imap(UnevenTasks::sleep, millis, MapOptions.chunk(1))) {
      check(results.toList());
    }
  }

  private void check(List<Integer> results) {
    if (!results.equals(millis)) {
      throw new IllegalStateException("sent " + millis + ", got " + results);
    }
  }

  private static int sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this", e);
    }
    return millis;
  }

  @Override
  public void close() {
    pool.close();
  }

  /** The same on a queue and threads: each takes the next task the moment it is free. */
  static final class OnThreads implements Probe {

    private final ExecutorService threads;
    private final List<Integer> millis;

    private OnThreads(Settings settings, List<Integer> units) {
      millis = millis(settings, units);
      threads = Executors.newFixedThreadPool(settings.size("workers"));
    }

    static Probe mixed(Settings settings) {
      return new OnThreads(settings, MIXED);
    }

    static Probe longFirst(Settings settings) {
      return new OnThreads(settings, LONG_FIRST);
    }

    @Override
    public double sample() throws Exception {
      return Elapsed.of(this::runAll).millis();
    }

    private void runAll() throws Exception {
      List<Future<Integer>> futures = new ArrayList<>();
      millis.forEach(each -> futures.add(threads.submit(() -> sleep(each))));
      for (Future<Integer> each : futures) {
        each.get();
      }
    }

    @Override
    public void close() {
      threads.close();
    }
  }
}
