package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.pool.Pool;
import java.util.Arrays;

/** A {@code byte[]} to a worker and back. */
final class BytesEcho implements Probe {

  private final Pool pool;
  private final byte[] payload;

  BytesEcho(Settings settings) {
    payload = new byte[settings.size("bytes")];
    Arrays.fill(payload, (byte) 7);
    pool = Pool.of(settings.size("workers"));
  }

  @Override
  public double sample() {
    long start = System.nanoTime();
    byte[] result = pool.apply(bytes -> bytes, payload);
    long nanos = System.nanoTime() - start;
    if (!Arrays.equals(result, payload)) {
      throw new IllegalStateException("wrong bytes");
    }
    return payload.length * 1e3 / nanos;
  }

  @Override
  public void close() {
    pool.close();
  }
}
