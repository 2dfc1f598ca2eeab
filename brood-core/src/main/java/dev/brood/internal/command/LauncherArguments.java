package dev.brood.internal.command;

import dev.brood.internal.os.LauncherOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Separates the options for a JVM from the rest of a {@code java} command line, as its launcher
 * does.
 */
final class LauncherArguments {
  /** Names a file with options of the JVM, which are read in its place. */
  static final String OPTIONS_FILE = "-XX:VMOptionsFile=";

  private static final int LARGEST_FILE = 1 << 20;

  private final List<String> options = new ArrayList<>();
  private boolean fromFile;

  private LauncherArguments() {}

  /**
   * Separates what follows the word {@code java} on a command line.
   *
   * @throws IOException if a file with arguments cannot be read any more
   */
  static LauncherArguments parse(List<String> arguments) throws IOException {
    LauncherArguments result = new LauncherArguments();
    result.read(expand(arguments, result));
    return result;
  }

  /** Returns the options for the JVM; those with a value are in one piece, with a {@code =}. */
  List<String> options() {
    return List.copyOf(options);
  }

  /** Tells whether some came out of a file, where other users of the machine do not see them. */
  boolean fromFile() {
    return fromFile;
  }

  private void read(List<String> arguments) throws IOException {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-") || LauncherOptions.startsProgram(argument)) {
        return;
      }
      if (LauncherOptions.isLongWithValue(argument) && i + 1 < arguments.size()) {
        options.add(argument + "=" + arguments.get(++i));
      } else if (LauncherOptions.isShortWithValue(argument)) {
        i++;
      } else if (argument.startsWith("--module=")) {
        return;
      } else if (argument.startsWith(OPTIONS_FILE)) {
        String file = argument.substring(OPTIONS_FILE.length());
        options.addAll(ArgumentFile.parseVariable(textOf(file)));
        fromFile = true;
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

  /** Returns what a file with arguments says. */
  static String textOf(String file) throws IOException {
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
