package dev.brood.samples.process;

import static java.time.Duration.ofSeconds;

import dev.brood.process.JvmProcess;

/** {@code isAlive} before the start, while the child runs, and after its end. */
public final class IsAlive {
  static void main() throws InterruptedException {
    var child = JvmProcess.of(() -> Thread.sleep(ofSeconds(2)));
    IO.println("before start: " + child.isAlive());
    child.start();
    IO.println("while running: " + child.isAlive());
    child.join();
    IO.println("after join: " + child.isAlive());
  }
}
