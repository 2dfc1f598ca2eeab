package dev.brood.samples.process;

import static java.time.Duration.ofSeconds;

import dev.brood.process.JvmProcess;

/**
 * Nobody joins this child; the program still ends only after it (a daemon child would be ended).
 */
public final class FireAndForget {
  static void main() {
    JvmProcess.start(FireAndForget::work);
    IO.println("main ends");
  }

  static void work() throws InterruptedException {
    Thread.sleep(ofSeconds(1));
    IO.println("child ends");
  }
}
