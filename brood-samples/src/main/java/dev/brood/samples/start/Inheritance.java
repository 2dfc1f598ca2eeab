package dev.brood.samples.start;

import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;

/**
 * What a child knows of the program's state. A spawned one is a fresh JVM, and so is a spare:
 * static fields have their first value there, and only what a function captures comes along. A
 * forked one begins with a copy of the static state of the packages that were named, and of what
 * was captured, as one graph: what is the same object here is the same object there. A thread sees
 * all of it.
 */
public final class Inheritance {
  private static String greeting = "the first value";

  /** Not serializable: only a fork takes it along. */
  private static final class Counter {
    int count;
  }

  private static final Counter COUNTER = new Counter();

  static void main() {
    greeting = "changed in main";
    COUNTER.count = 7;
    ForkScope.setForThisJvm(ForkScope.packages("dev.brood.samples.start"));
    String captured = greeting;
    try (var spawned = Pool.builder().workers(1).startMethod(StartMethod.SPAWN).build();
        var spare = Pool.builder().workers(1).startMethod(StartMethod.FORKSERVER).build();
        var forked = Pool.builder().workers(1).startMethod(StartMethod.FORK).build();
        var threads = Pool.threads(1)) {
      IO.println("spawn, static field: " + spawned.apply(() -> greeting));
      IO.println("spawn, captured variable: " + spawned.apply(() -> captured));
      IO.println("forkserver, static field: " + spare.apply(() -> greeting));
      IO.println("forkserver, captured variable: " + spare.apply(() -> captured));
      IO.println("fork, static field: " + forked.apply(() -> greeting));
      IO.println("fork, captured variable: " + forked.apply(() -> captured));
      IO.println("fork, an object of its own: " + forked.apply(() -> ++COUNTER.count));
      IO.println("here it is still: " + COUNTER.count);
      IO.println("threads, static field: " + threads.apply(() -> greeting));
    }
  }
}
