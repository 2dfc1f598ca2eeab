package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.Arrays;

/**
 * Copies a {@code byte[]} there and back in one JVM: each way at least that must happen. In MB/s of
 * payload.
 */
public final class MemoryCopy implements Probe {

  private final byte[] payload;
  private final byte[] there;

  /** Creates the probe; size: {@code bytes}. */
  public MemoryCopy(Settings settings) {
    payload = new byte[settings.size("bytes")];
    there = new byte[payload.length];
    Arrays.fill(payload, (byte) 7);
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::copyThereAndBack).perSecond(payload.length) / 1e6;
  }

  private void copyThereAndBack() {
    System.arraycopy(payload, 0, there, 0, payload.length);
    System.arraycopy(there, 0, payload, 0, payload.length);
  }
}
