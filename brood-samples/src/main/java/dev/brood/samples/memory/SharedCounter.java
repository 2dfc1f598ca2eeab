package dev.brood.samples.memory;

import dev.brood.memory.SharedInt;
import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedLock;
import java.util.List;
import java.util.stream.Stream;

/** Thirty children add one to the same value, one after the other under its lock. */
public final class SharedCounter {
  private static final int CHILDREN = 30;

  static void main() throws InterruptedException {
    try (var lock = SharedLock.create();
        var counter = SharedInt.create()) {
      List<JvmProcess> children =
          Stream.generate(() -> JvmProcess.start(() -> addOne(lock, counter)))
              .limit(CHILDREN)
              .toList();
      for (JvmProcess child : children) {
        child.join();
      }
      IO.println("counter: " + counter.get());
    }
  }

  static void addOne(SharedLock lock, SharedInt counter) {
    lock.lock();
    try {
      counter.set(counter.get() + 1);
    } finally {
      lock.unlock();
    }
  }
}
