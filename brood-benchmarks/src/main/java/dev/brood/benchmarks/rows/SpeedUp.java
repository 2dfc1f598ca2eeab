package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.limit.ThreadSpeedUp;
import dev.brood.function.SerializableFunction;
import dev.brood.pool.Pool;
import java.util.List;
import java.util.stream.IntStream;

/** How many times faster a pool does a job of many parts than one thread of its owner. */
final class SpeedUp implements Probe {

  private final Pool pool;
  private final List<Integer> parts;
  private final SerializableFunction<Integer, Long> part;

  private SpeedUp(Settings settings, int parts, SerializableFunction<Integer, Long> part) {
    this.parts = IntStream.range(0, parts).boxed().toList();
    this.part = part;
    pool = Pool.of(settings.size("workers"));
  }

  static Probe primes(Settings settings) {
    int block = settings.size("block");
    return new SpeedUp(
        settings, settings.size("below") / block, number -> Work.primesInBlock(block, number));
  }

  static Probe primesOnThreads(Settings settings) {
    int block = settings.size("block");
    return ThreadSpeedUp.of(
        settings, settings.size("below") / block, number -> Work.primesInBlock(block, number));
  }

  static Probe pi(Settings settings) {
    int parts = settings.size("parts");
    int points = settings.size("points") / parts;
    return new SpeedUp(settings, parts, seed -> Work.hitsInPart(points, seed));
  }

  static Probe piOnThreads(Settings settings) {
    int parts = settings.size("parts");
    int points = settings.size("points") / parts;
    return ThreadSpeedUp.of(settings, parts, seed -> Work.hitsInPart(points, seed));
  }

  @Override
  public double sample() throws Exception {
    long[] sums = new long[2];
    Elapsed alone = Elapsed.of(() -> sums[0] = parts.stream().mapToLong(part::apply).sum());
    Elapsed together =
        Elapsed.of(() -> sums[1] = pool.map(part, parts).stream().mapToLong(Long::longValue).sum());
    if (sums[0] != sums[1]) {
      throw new IllegalStateException(
          "one thread found %d, the pool %d".formatted(sums[0], sums[1]));
    }
    return alone.millis() / together.millis();
  }

  @Override
  public void close() {
    pool.close();
  }
}
