package dev.brood.samples.readme;

import dev.brood.exception.WorkerDiedException;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import java.util.List;

public final class FirstSteps {
  static void main() throws InterruptedException {
    // One child JVM, with a lambda to run.
    String name = "bob";
    var child = JvmProcess.start(() -> IO.println("hello, " + name));
    child.join();

    // Four of them, with work to share.
    try (var pool = Pool.of(4)) {
      List<Long> squares = pool.map(x -> x * x, List.of(1L, 2L, 3L, 4L));
      IO.println(squares);

      // A crash is the end of one task, not of the program.
      try {
        pool.apply(FirstSteps::crash, 42);
      } catch (WorkerDiedException death) {
        IO.println("one task died with exit code " + death.death().exitCode());
      }
      IO.println(pool.map(x -> x + 1, List.of(1, 2, 3)));
    }
  }

  static int crash(int code) {
    Runtime.getRuntime().halt(code);
    return code;
  }
}
