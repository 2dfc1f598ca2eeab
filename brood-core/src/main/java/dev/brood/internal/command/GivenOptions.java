package dev.brood.internal.command;

import dev.brood.internal.util.Log;
import dev.brood.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that the user has given a child. */
public final class GivenOptions {

  private GivenOptions() {}

  /**
   * Returns all of them, in the order in which a later one wins over an earlier: of variables, of
   * the command line, and of the variable that overrides that. Where a file of options is named, it
   * is followed by what is in it.
   */
  public static List<String> of(JvmOptions jvm) {
    List<String> all = new ArrayList<>();
    int last = InheritedOptions.VARIABLES.size() - 1;
    for (String variable : InheritedOptions.VARIABLES.subList(0, last)) {
      addVariable(variable, jvm, all);
    }
    jvm.heap().ifPresent(heap -> all.add("-Xmx" + heap));
    addAll(jvm.arguments(), jvm, all);
    addVariable(InheritedOptions.VARIABLES.get(last), jvm, all);
    return all;
  }

  private static void addVariable(String variable, JvmOptions jvm, List<String> to) {
    String options = jvm.environment().get(variable);
    if (options != null) {
      addAll(ArgumentFile.parseVariable(options), jvm, to);
    }
  }

  private static void addAll(List<String> options, JvmOptions jvm, List<String> to) {
    for (String option : options) {
      to.add(option);
      if (option.startsWith(LauncherArguments.OPTIONS_FILE)) {
        addFile(option.substring(LauncherArguments.OPTIONS_FILE.length()), jvm, to);
      }
    }
  }

  private static void addFile(String file, JvmOptions jvm, List<String> to) {
    try {
      Path directory = jvm.workingDirectory().orElse(Path.of(""));
      String text = LauncherArguments.textOf(directory.resolve(file).toString());
      to.addAll(ArgumentFile.parseVariable(text));
    } catch (IOException | InvalidPathException unreadable) {
      // The JVM will say so.
      Log.debug("cannot read " + file, unreadable);
    }
  }
}
