package dev.brood.samples.process;

import dev.brood.process.JvmProcess;

/** A process starts once. Its {@code run} may be called here, in the caller, as often as wanted. */
public final class StartTwice {
  static void main() throws Exception {
    var process = JvmProcess.of(StartTwice::work);
    process.run();
    process.run();

    process.start();
    try {
      process.start();
    } catch (IllegalStateException refused) {
      IO.println("refused: " + refused.getMessage());
    }
    process.join();
  }

  static void work() {
    IO.println("work in the " + (JvmProcess.parent().isPresent() ? "child" : "caller"));
  }
}
