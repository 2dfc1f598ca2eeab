package dev.brood.internal.os;

import java.util.List;
import java.util.Set;

/**
 * The options of the {@code java} launcher, as far as one must know them to read a command line.
 */
public final class LauncherOptions {

  /**
   * Options that take the next argument as their value, and may also be written with a {@code =}.
   */
  private static final Set<String> LONG_WITH_VALUE =
      Set.of(
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--enable-native-access",
          "--limit-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--patch-module",
          "--class-path",
          "--describe-module",
          "--source",
          "--enable-final-field-mutation");

  /** The same, without another way to write them. */
  private static final Set<String> SHORT_WITH_VALUE = Set.of("-cp", "-classpath", "-p", "-d");

  /** After one of these come the program and its arguments. */
  private static final Set<String> PROGRAM = Set.of("-jar", "-m", "--module");

  private LauncherOptions() {}

  /**
   * Tells whether the value of {@code option} may be the argument after it, or follow a {@code =}.
   */
  public static boolean isLongWithValue(String option) {
    return LONG_WITH_VALUE.contains(option);
  }

  /** Tells whether the value of {@code option} is the argument after it. */
  public static boolean isShortWithValue(String option) {
    return SHORT_WITH_VALUE.contains(option);
  }

  /** Tells whether the program and its arguments come after {@code option}. */
  public static boolean startsProgram(String option) {
    return PROGRAM.contains(option);
  }

  private static boolean takesNext(String option) {
    return isLongWithValue(option) || isShortWithValue(option);
  }

  private static boolean namesProgram(String option) {
    return PROGRAM.contains(option)
        || SHORT_WITH_VALUE.contains(option)
        || option.startsWith("--module=")
        || option.startsWith("--class-path")
        || option.startsWith("--module-path");
  }

  /**
   * Checks arguments that a user wants for the JVM of a child.
   *
   * @throws IllegalArgumentException if one is no option, or names a program or class path
   */
  public static void check(List<String> arguments) {
    boolean value = false;
    for (String argument : arguments) {
      if (!value && !argument.startsWith("-")) {
        throw new IllegalArgumentException(
            "argument="
                + argument
                + " is no option of a JVM; the JVM would take it for its program");
      }
      if (!value && namesProgram(argument)) {
        throw new IllegalArgumentException(
            "argument="
                + argument
                + " decides where the JVM finds its program; set a class path with withClassPath");
      }
      value = !value && takesNext(argument);
    }
    if (value) {
      throw new IllegalArgumentException("argument=" + arguments.getLast() + " needs a value");
    }
  }
}
