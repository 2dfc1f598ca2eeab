package dev.brood.samples.process;

import dev.brood.process.JvmProcess;
import java.util.ArrayList;
import java.util.List;

/** A child has memory of its own: what it changes there does not change here. */
public final class OwnMemory {
  private static final List<Integer> NUMBERS = new ArrayList<>(List.of(1, 2));

  static void main() throws InterruptedException {
    var child = JvmProcess.start(OwnMemory::extend);
    child.join();
    IO.println("parent: " + NUMBERS);
  }

  static void extend() {
    NUMBERS.addAll(List.of(3, 4, 5));
    IO.println("child: " + NUMBERS);
  }
}
