package dev.brood.samples.start;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;

/**
 * What a child knows of the program's state. A spawned one is a fresh JVM, and so is a spare:
 * static fields have their first value there, and only what a function captures comes along. A
 * thread sees all of it.
 */
public final class Inheritance {
  private static String greeting = "the first value";

  static void main() {
    greeting = "changed in main";
    String captured = greeting;
    try (var spawned = Pool.builder().workers(1).startMethod(StartMethod.SPAWN).build();
        var spare = Pool.builder().workers(1).startMethod(StartMethod.FORKSERVER).build();
        var threads = Pool.threads(1)) {
      IO.println("spawn, static field: " + spawned.apply(() -> greeting));
      IO.println("spawn, captured variable: " + spawned.apply(() -> captured));
      IO.println("forkserver, static field: " + spare.apply(() -> greeting));
      IO.println("forkserver, captured variable: " + spare.apply(() -> captured));
      IO.println("threads, static field: " + threads.apply(() -> greeting));
    }
  }
}
