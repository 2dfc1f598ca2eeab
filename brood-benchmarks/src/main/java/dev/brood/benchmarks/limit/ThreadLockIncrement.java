package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.concurrent.locks.ReentrantLock;

/** Threads of one JVM that add 1 to the same long, each time under the same lock. Per second. */
public final class ThreadLockIncrement implements Probe {

  private final int workers;
  private final int increments;
  private final ReentrantLock lock = new ReentrantLock();
  private long counter;

  /** Creates the probe; sizes: {@code workers}, and {@code increments} of each per sample. */
  public ThreadLockIncrement(Settings settings) {
    workers = settings.size("workers");
    increments = settings.size("increments");
  }

  @Override
  public double sample() throws Exception {
    counter = 0;
    Elapsed elapsed = Elapsed.of(this::runAll);
    if (counter != (long) workers * increments) {
      throw new IllegalStateException("lost increments: " + counter);
    }
    return elapsed.perSecond((double) counter);
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
      lock.lock();
      try {
        counter++;
      } finally {
        lock.unlock();
      }
    }
  }
}
