package dev.brood.samples.process;

import dev.brood.process.JvmProcess;
import java.util.List;

/** A child has the name that it was given, or a default one. */
public final class Names {
  static void main() throws InterruptedException {
    var children =
        List.of(
            JvmProcess.builder().target(Names::tell).name("Service 1").start(),
            JvmProcess.builder().target(Names::tell).name("Worker 1").start(),
            JvmProcess.start(Names::tell));
    for (var child : children) {
      child.join();
      IO.println("joined " + child.name());
    }
  }

  static void tell() {
    IO.println("this is " + JvmProcess.current().name());
  }
}
