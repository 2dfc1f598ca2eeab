package dev.brood.samples.process;

import dev.brood.process.JvmProcess;

/** One child process says hello. */
public final class HelloProcess {
  static void main() throws InterruptedException {
    IO.println("main process: " + ProcessHandle.current().pid());
    // @start region="hello"
    var child = JvmProcess.start(() -> hello("bob"));
    child.join();
    // @end
  }

  static void hello(String name) {
    IO.println("hello, " + name);
    IO.println("child process: " + ProcessHandle.current().pid());
  }
}
