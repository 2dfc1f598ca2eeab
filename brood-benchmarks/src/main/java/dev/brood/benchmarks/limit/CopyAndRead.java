package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies memory to memory that is new each time, and has threads of this JVM read it: what a
 * broadcast without processes costs. In MB/s of payload, counted once.
 */
public final class CopyAndRead implements Probe {

  private static final int PAGE = 4096;

  private final int workers;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment payload;

  /** Creates the probe; sizes: {@code workers}, {@code bytes}. */
  public CopyAndRead(Settings settings) {
    workers = settings.size("workers");
    payload = arena.allocate(settings.size("bytes")).fill((byte) 1);
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::copyAndRead).perSecond((double) payload.byteSize()) / 1e6;
  }

  private void copyAndRead() throws InterruptedException {
    try (Arena passing = Arena.ofShared()) {
      MemorySegment copy = passing.allocate(payload.byteSize()).copyFrom(payload);
      Thread[] threads = new Thread[workers];
      for (int i = 0; i < workers; i++) {
        threads[i] = Thread.ofPlatform().start(() -> check(read(copy), payload));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** Returns the sum of the first bytes of all pages. */
  public static long read(MemorySegment memory) {
    long sum = 0;
    for (long at = 0; at < memory.byteSize(); at += PAGE) {
      sum += memory.get(ValueLayout.JAVA_BYTE, at);
    }
    return sum;
  }

  /** Fails unless a sum is right for a payload of ones. */
  public static void check(long sum, MemorySegment payload) {
    if (sum != (payload.byteSize() + PAGE - 1) / PAGE) {
      throw new IllegalStateException("sum=" + sum + " of the pages is wrong");
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
