package dev.brood.samples.memory;

import dev.brood.memory.SharedDoubleArray;
import dev.brood.memory.SharedInt;
import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedLock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Four children count together in one value under a lock and add to one array. */
public final class ValueArrayLock {
  private static final int CHILDREN = 4;
  private static final int INCREMENTS = 10_000;

  static void main() throws InterruptedException {
    // @start region="shared"
    try (var lock = SharedLock.create();
        var count = SharedInt.create();
        var sums = SharedDoubleArray.create(5)) {
      List<JvmProcess> children =
          Stream.generate(() -> JvmProcess.start(() -> work(lock, count, sums)))
              .limit(CHILDREN)
              .toList();
      for (JvmProcess child : children) {
        child.join();
      }
      IO.println(count.get());
      IO.println(Arrays.toString(sums.toArray()));
    }
    // @end
  }

  static void work(SharedLock lock, SharedInt count, SharedDoubleArray sums) {
    for (int i = 0; i < INCREMENTS; i++) {
      lock.lock();
      try {
        count.set(count.get() + 1);
      } finally {
        lock.unlock();
      }
    }
    // Atomic by itself: it needs no lock.
    for (long i = 0; i < sums.length(); i++) {
      sums.addAndGet(i, 1);
    }
  }
}
