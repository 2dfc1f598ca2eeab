package dev.brood.samples.start;

import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * No guard is needed around {@code main}: a child never runs it. A class that starts a child while
 * it is loaded does so once; loaded again in that child, it gets an error, not a fork bomb.
 */
public final class NoMainGuard {
  /** Do not do this: the child needs this class too, so it starts a child, which needs it too. */
  static final class Careless {
    static final JvmProcess CHILD = JvmProcess.start(Careless::work);

    static void work() {
      IO.println("never reached");
    }
  }

  /** Nor this: the child does not need this class to begin, but its work does. */
  static final class CarelessLater {
    static final JvmProcess CHILD = JvmProcess.start(NoMainGuard::useCarelessLater);

    static void use() {
      IO.println("never reached");
    }
  }

  /** Nor with another start method. */
  static final class CarelessSpare {
    static final JvmProcess CHILD = start(StartMethod.FORKSERVER, CarelessSpare::work);

    static void work() {
      IO.println("never reached");
    }
  }

  /** Not even a fork: a class whose initializer is at work is not initialized. */
  static final class CarelessFork {
    static final JvmProcess CHILD = start(StartMethod.FORK, CarelessFork::work);

    static void work() {
      IO.println("never reached");
    }
  }

  static JvmProcess start(StartMethod method, ProcessTarget target) {
    return JvmProcess.builder().target(target).startMethod(method).start();
  }

  static void useCarelessLater() {
    CarelessLater.use();
  }

  /** A source file without a class and without a guard, started with {@code java Script.java}. */
  private static final String SCRIPT =
"""
      import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;

      void main() throws InterruptedException {
        IO.println("script starts");
        JvmProcess.start(() -> IO.println("hello from the child of a script")).join();
        IO.println("script ends");
      }
""";

  static void main() throws IOException, InterruptedException {
    tellHowItEnds(Careless.CHILD);
    tellHowItEnds(CarelessLater.CHILD);
    tellHowItEnds(CarelessSpare.CHILD);
    ForkScope.setForThisJvm(ForkScope.packages("dev.brood.samples.start"));
    tellHowItEnds(CarelessFork.CHILD);

    Path folder = Files.createTempDirectory("brood-sample-");
    Path script = Files.writeString(folder.resolve("Script.java"), SCRIPT);
    try {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      String classPath = System.getProperty("java.class.path");
      new ProcessBuilder(java.toString(), "-cp", classPath, script.toString())
          .inheritIO()
          .start()
          .waitFor();
    } finally {
      Files.delete(script);
      Files.delete(folder);
    }
  }

  static void tellHowItEnds(JvmProcess careless) throws InterruptedException {
    careless.join();
    IO.println("a careless child failed: " + cause(careless.failure().orElseThrow()));
  }

  static String cause(Throwable failure) {
    return failure.getCause() == null ? failure.toString() : cause(failure.getCause());
  }
}
