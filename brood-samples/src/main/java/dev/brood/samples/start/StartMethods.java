package dev.brood.samples.start;

import dev.brood.ProcessContext;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.Spares;
import java.time.Duration;

/**
 * Where the JVMs of children come from: which methods there are, the default, which is set once,
 * and three methods side by side.
 */
public final class StartMethods {

  static void main() throws InterruptedException {
    IO.println("available: " + StartMethod.available());
    StartMethod.setDefault(StartMethod.SPAWN);
    IO.println("default: " + StartMethod.ofThisJvm());
    try {
      StartMethod.setDefault(StartMethod.FORKSERVER);
    } catch (IllegalStateException e) {
      IO.println("a second set fails: " + e.getMessage());
    }
    StartMethod.setDefaultAgain(StartMethod.FORKSERVER);
    IO.println("forced: " + StartMethod.ofThisJvm());

    IO.println("spares are ready: " + Spares.prepare(Duration.ofSeconds(30)));
    ProcessContext spawn = ProcessContext.of(StartMethod.SPAWN);
    ProcessContext forkserver = ProcessContext.of(StartMethod.FORKSERVER);
    try {
      ProcessContext.of(StartMethod.FORK);
    } catch (IllegalArgumentException e) {
      IO.println("fork must be enabled: " + e.getMessage());
    }
    ForkScope.setForThisJvm(ForkScope.packages("dev.brood.samples.start"));
    IO.println("available now: " + StartMethod.available());
    ProcessContext fork = ProcessContext.named("fork");
    try (var spawned = spawn.pool(1);
        var taken = forkserver.pool(1);
        var forked = fork.pool(1)) {
      IO.println("spawn: " + spawned.apply(() -> "a JVM of its own"));
      IO.println("forkserver: " + taken.apply(() -> "a spare JVM"));
      IO.println("fork: " + forked.apply(() -> "a JVM with the state of this one"));
    }
  }
}
