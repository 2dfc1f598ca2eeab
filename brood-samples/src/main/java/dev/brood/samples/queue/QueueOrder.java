package dev.brood.samples.queue;

import static java.util.Comparator.comparingInt;

import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Results come when they are ready; their indexes bring them back into order. */
public final class QueueOrder {
  private static final int[] NUMBERS = {2, 4, 6, 3, 5, 8, 9, 7};

  private record Square(int index, int value) implements Serializable {}

  static void main() throws InterruptedException {
    try (var results = SharedQueue.<Square>unbounded()) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < NUMBERS.length; i++) {
        int index = i;
        int number = NUMBERS[i];
        children.add(
            JvmProcess.start(() -> {
              Thread.sleep(ThreadLocalRandom.current().nextInt(100, 500));
              results.put(new Square(index, number * number));
            }));
      }
      for (JvmProcess child : children) {
        child.join();
      }
      List<Square> squares = new ArrayList<>();
      results.drainTo(squares);
      squares.sort(comparingInt(Square::index));
      IO.println(squares.stream().map(Square::value).toList());
    }
  }
}
