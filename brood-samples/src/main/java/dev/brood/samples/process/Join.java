package dev.brood.samples.process;

import static java.time.Duration.ofSeconds;

import dev.brood.process.JvmProcess;

/** {@code join} waits for the end of a child. */
public final class Join {
  static void main() throws InterruptedException {
    IO.println("main starts");
    var child = JvmProcess.start(Join::work);
    child.join();
    IO.println("main ends");
  }

  static void work() throws InterruptedException {
    IO.println("child starts");
    Thread.sleep(ofSeconds(2));
    IO.println("child ends");
  }
}
