package dev.brood.samples.queue;

import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Four children put one random number each. */
public final class QueueRandom {
  private static final int CHILDREN = 4;

  static void main() throws InterruptedException {
    // @start region="queue"
    try (var queue = SharedQueue.<Long>create(CHILDREN)) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < CHILDREN; i++) {
        children.add(JvmProcess.start(() -> queue.put(new SecureRandom().nextLong())));
      }
      for (JvmProcess child : children) {
        child.join(); // Although nobody has taken anything yet.
      }
      List<Long> numbers = new ArrayList<>();
      queue.drainTo(numbers);
      IO.println(numbers.stream().distinct().count() + " different numbers");
    }
    // @end
  }
}
