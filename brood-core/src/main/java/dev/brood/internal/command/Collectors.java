package dev.brood.internal.command;

import dev.brood.internal.util.Log;
import dev.brood.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

  /**
   * Tells whether the user has chosen one, by an argument, in a file of these, or in a variable of
   * the child.
   */
  static boolean areChosen(JvmOptions jvm) {
    if (areAmong(jvm.arguments(), jvm)) {
      return true;
    }
    for (String variable : InheritedOptions.VARIABLES) {
      String options = jvm.environment().get(variable);
      if (options != null && areAmong(ArgumentFile.parseVariable(options), jvm)) {
        return true;
      }
    }
    return false;
  }

  private static boolean areAmong(List<String> options, JvmOptions jvm) {
    for (String option : options) {
      if (ALL.contains(option) || isOneIn(option, jvm)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether {@code option} names a file with options, and a collector is among them. */
  private static boolean isOneIn(String option, JvmOptions jvm) {
    if (!option.startsWith(LauncherArguments.OPTIONS_FILE)) {
      return false;
    }
    String file = option.substring(LauncherArguments.OPTIONS_FILE.length());
    try {
      Path directory = jvm.workingDirectory().orElse(Path.of(""));
      String text = LauncherArguments.textOf(directory.resolve(file).toString());
      for (String each : ArgumentFile.parseVariable(text)) {
        if (ALL.contains(each)) {
          return true;
        }
      }
    } catch (IOException | InvalidPathException unreadable) {
      // The JVM will say so.
      Log.debug("cannot read " + file, unreadable);
    }
    return false;
  }
}
