package dev.brood.samples.process;

import dev.brood.process.JvmProcess;
import java.util.List;

/** Who is who: a child knows its parent's process id and its own. */
public final class ProcessIds {
  static void main() throws InterruptedException {
    IO.println("main: process " + ProcessHandle.current().pid());
    for (var child :
        List.of(JvmProcess.start(() -> tell("a")), JvmProcess.start(() -> tell("b")))) {
      child.join();
    }
  }

  static void tell(String name) {
    long parent = JvmProcess.parent().orElseThrow().pid();
    IO.println(name + ": parent " + parent + ", process " + JvmProcess.current().pid());
  }
}
