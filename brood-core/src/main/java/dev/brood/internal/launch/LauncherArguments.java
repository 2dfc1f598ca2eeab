package dev.brood.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Separates the options for a JVM from the rest of a {@code java} command line, as its launcher
 * does.
 */
final class LauncherArguments {
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

  private static final int LARGEST_FILE = 1 << 20;

  private final List<String> options = new ArrayList<>();
  private boolean fromFile;

  private LauncherArguments() {}

  /**
   * Separates what follows the word {@code java} on a command line.
   *
   * @throws IOException if an argument file cannot be read any more
   */
  static LauncherArguments parse(List<String> arguments) throws IOException {
    LauncherArguments result = new LauncherArguments();
    result.read(expand(arguments, result));
    return result;
  }

  /** Tells whether {@code option} has its value in the argument after it. */
  static boolean takesNext(String option) {
    return LONG_WITH_VALUE.contains(option) || SHORT_WITH_VALUE.contains(option);
  }

  /** Tells whether {@code option} names the program or where its classes are. */
  static boolean namesProgram(String option) {
    return PROGRAM.contains(option)
        || SHORT_WITH_VALUE.contains(option)
        || option.startsWith("--module=")
        || option.startsWith("--class-path")
        || option.startsWith("--module-path");
  }

  /** Returns the options for the JVM; those with a value are in one piece, with a {@code =}. */
  List<String> options() {
    return List.copyOf(options);
  }

  /** Tells whether some came out of a file, where other users of the machine do not see them. */
  boolean fromFile() {
    return fromFile;
  }

  private void read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-") || PROGRAM.contains(argument)) {
        return;
      }
      if (LONG_WITH_VALUE.contains(argument) && i + 1 < arguments.size()) {
        options.add(argument + "=" + arguments.get(++i));
      } else if (SHORT_WITH_VALUE.contains(argument)) {
        i++;
      } else if (argument.startsWith("--module=")) {
        return;
      } else {
        options.add(argument);
      }
    }
  }

  /** Replaces each {@code @file} before the program by what is in it; such files do not nest. */
  private static List<String> expand(List<String> arguments, LauncherArguments result)
      throws IOException {
    List<String> expanded = new ArrayList<>();
    boolean files = true;
    for (String argument : arguments) {
      if (files && argument.length() > 1 && argument.charAt(0) == '@') {
        if (argument.charAt(1) == '@') {
          expanded.add(argument.substring(1));
        } else {
          expanded.addAll(ArgumentFile.parse(textOf(argument.substring(1))));
          result.fromFile = true;
        }
      } else {
        files &= !argument.equals("--disable-@files");
        expanded.add(argument);
      }
    }
    return expanded;
  }

  private static String textOf(String file) throws IOException {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LARGEST_FILE) {
        throw new IOException("size=" + Files.size(path) + " of " + file);
      }
      return Files.readString(path);
    } catch (InvalidPathException e) {
      throw new IOException("not a path: " + file, e);
    }
  }
}
