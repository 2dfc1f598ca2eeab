package dev.brood.samples.queue;

import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/** Four words, one taken by each of four children. */
public final class QueueWords {
  private static final List<String> WORDS = List.of("wood", "sky", "cloud", "ocean");

  static void main() throws InterruptedException {
    try (var queue = SharedQueue.<String>create(WORDS.size())) {
      queue.addAll(WORDS);
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < WORDS.size(); i++) {
        children.add(JvmProcess.start(() -> IO.println("got " + queue.take())));
      }
      for (JvmProcess child : children) {
        child.join();
      }
      IO.println("left: " + queue.size());
    }
  }
}
