package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * How many times faster a fixed thread pool in one JVM does a job of many parts than one thread
 * does it.
 */
public final class ThreadSpeedUp implements Probe {

  private final ExecutorService pool;
  private final int parts;
  private final IntToLongFunction part;

  private ThreadSpeedUp(Settings settings, int parts, IntToLongFunction part) {
    pool = Executors.newFixedThreadPool(settings.size("workers"));
    this.parts = parts;
    this.part = part;
  }

  /**
   * Returns the probe for a job that is the sum of {@code part} over 0 to {@code parts}; size:
   * {@code workers}.
   */
  public static Probe of(Settings settings, int parts, IntToLongFunction part) {
    return new ThreadSpeedUp(settings, parts, part);
  }

  @Override
  public double sample() throws Exception {
    long[] sums = new long[2];
    Elapsed alone = Elapsed.of(() -> sums[0] = IntStream.range(0, parts).mapToLong(part).sum());
    Elapsed together = Elapsed.of(() -> sums[1] = sumOnPool());
    if (sums[0] != sums[1]) {
      throw new IllegalStateException(
          "one thread found %d, the pool %d".formatted(sums[0], sums[1]));
    }
    return alone.millis() / together.millis();
  }

  private long sumOnPool() throws Exception {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int number = i;
      tasks.add(() -> part.applyAsLong(number));
    }
    long sum = 0;
    for (Future<Long> done : pool.invokeAll(tasks)) {
      sum += done.get();
    }
    return sum;
  }

  @Override
  public void close() {
    pool.close();
  }
}
