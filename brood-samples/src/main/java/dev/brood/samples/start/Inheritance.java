package dev.brood.samples.start;

import dev.brood.pool.Pool;

/**
 * What a child knows of the program's state. A spawned one is a fresh JVM: static fields have their
 * first value there, and only what a function captures comes along. A thread sees all of it.
 */
public final class Inheritance {
  private static String greeting = "the first value";

  static void main() {
    greeting = "changed in main";
    String captured = greeting;
    try (var spawned = Pool.of(1);
        var threads = Pool.threads(1)) {
      IO.println("spawn, static field: " + spawned.apply(() -> greeting));
      IO.println("spawn, captured variable: " + spawned.apply(() -> captured));
      IO.println("threads, static field: " + threads.apply(() -> greeting));
    }
  }
}
