package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.concurrent.atomic.AtomicLong;

/** Threads of one JVM that add 1 to the same long, atomically. Per second. */
public final class ThreadAtomicIncrement implements Probe {

  private final int workers;
  private final int increments;
  private final AtomicLong counter = new AtomicLong();

  /** Creates the probe; sizes: {@code workers}, and {@code increments} of each per sample. */
  public ThreadAtomicIncrement(Settings settings) {
    workers = settings.size("workers");
    increments = settings.size("increments");
  }

  @Override
  public double sample() throws Exception {
    counter.set(0);
    Elapsed elapsed = Elapsed.of(this::runAll);
    if (counter.get() != (long) workers * increments) {
      throw new IllegalStateException("lost increments: " + counter.get());
    }
    return elapsed.perSecond((double) counter.get());
  }

  private void runAll() throws InterruptedException {
    Thread[] threads = new Thread[workers];
    for (int i = 0; i < workers; i++) {
      threads[i] = Thread.ofPlatform().start(this::increment);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void increment() {
    for (int i = 0; i < increments; i++) {
      counter.incrementAndGet();
    }
  }
}
