package dev.brood.internal.command;

import dev.brood.jvm.JvmOptions;
import java.util.List;

/**
 * Which garbage collector a child has: the one with the smallest JVM, unless the user has chosen.
 * With two of them a JVM does not start.
 */
final class Collectors {

  /** The one that starts quickest, needs the least memory and no thread of its own. */
  static final String SMALLEST = "-XX:+UseSerialGC";

  private static final List<String> ALL =
      List.of(
          SMALLEST,
          "-XX:+UseParallelGC",
          "-XX:+UseG1GC",
          "-XX:+UseZGC",
          "-XX:+UseShenandoahGC",
          "-XX:+UseEpsilonGC");

  private Collectors() {}

  /** Tells whether the user has chosen one. */
  static boolean areChosen(JvmOptions jvm) {
    return GivenOptions.of(jvm).stream().anyMatch(ALL::contains);
  }
}
