package dev.brood.internal.command;

import dev.brood.internal.os.KernelFiles;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of this JVM that its children get too.
 *
 * <p>A child gets what decides how code behaves: system properties given with {@code -D}, module
 * options, native access, preview features, assertions, the number of processors. It does not get
 * what belongs to one process: heap and stack sizes, the collector, agents, debuggers and their
 * ports, remote management, logs, dumps, recordings.
 *
 * <p>Where the options are read, cheapest first (times in a JVM that has started a process before):
 *
 * <ol>
 *   <li>{@code /proc/self/cmdline}, 0.1 ms, if this JVM was started by {@code java}. Not from
 *       {@code ProcessHandle}: that cuts a command line off after one page.
 *   <li>the management interface, 9 ms, if the module is there. The JVM itself has then resolved
 *       argument files and variables.
 * </ol>
 */
public final class InheritedOptions {
  /** Variables whose options a JVM or its launcher adds by itself. */
  public static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final List<String> KEPT =
      List.of(
          "--add-opens=",
          "--add-exports=",
          "--add-reads=",
          "--add-modules=",
          "--limit-modules=",
          "--patch-module=",
          "--upgrade-module-path=",
          "--enable-native-access=",
          "--illegal-native-access=",
          "--sun-misc-unsafe-memory-access=",
          "--enable-final-field-mutation=",
          "--illegal-final-field-mutation=",
          "--finalization=",
          "-Xbootclasspath/a:",
          "-XX:ActiveProcessorCount=",
          "-ea:",
          "-enableassertions:",
          "-da:",
          "-disableassertions:");

  private static final List<String> KEPT_WHOLE =
      List.of(
          "--enable-preview",
          "-ea",
          "-enableassertions",
          "-da",
          "-disableassertions",
          "-esa",
          "-enablesystemassertions",
          "-dsa",
          "-disablesystemassertions");

  /** System properties of one process: ports of remote management, and what the launcher sets. */
  private static final List<String> NOT_KEPT =
      List.of(
          "-Dcom.sun.management",
          "-Djava.class.path=",
          "-Djdk.module.",
          "-Djava.home=",
          "-Dsun.java.command=",
          "-Dsun.java.launcher=");

  private final List<String> options;
  private final boolean confidential;

  private InheritedOptions(List<String> options, boolean confidential) {
    this.options = options;
    this.confidential = confidential;
  }

  /** Reads the options of this JVM. */
  static InheritedOptions ofThisJvm() {
    byte[] line = KernelFiles.bytes("/proc/self/cmdline");
    if (line != null) {
      List<String> words = words(line);
      if (!words.isEmpty() && isJava(words.getFirst())) {
        InheritedOptions found = fromWords(words.subList(1, words.size()));
        if (found != null) {
          return found;
        }
      }
    }
    boolean confidential = VARIABLES.stream().anyMatch(each -> System.getenv(each) != null);
    if (ModuleLayer.boot().findModule("java.management").isPresent()) {
      return new InheritedOptions(select(Management.options()), confidential);
    }
    return new InheritedOptions(List.of(), false);
  }

  private static @Nullable InheritedOptions fromWords(List<String> words) {
    try {
      List<String> all = new ArrayList<>();
      boolean confidential = false;
      // Later options win: the variable named last overrides the command line, the others do not.
      for (String variable : VARIABLES.subList(0, 2)) {
        LauncherArguments parsed = ofVariable(variable);
        all.addAll(parsed.options());
        confidential |= !parsed.options().isEmpty();
      }
      LauncherArguments parsed = LauncherArguments.parse(words);
      all.addAll(parsed.options());
      LauncherArguments overriding = ofVariable(VARIABLES.getLast());
      all.addAll(overriding.options());
      confidential |= parsed.fromFile() || !overriding.options().isEmpty();
      return new InheritedOptions(select(all), confidential);
    } catch (IOException argumentFileIsGone) {
      return null;
    }
  }

  private static LauncherArguments ofVariable(String name) throws IOException {
    String value = System.getenv(name);
    return LauncherArguments.parse(value == null ? List.of() : ArgumentFile.parseVariable(value));
  }

  /** Splits what the kernel keeps of a command line: words that each end with a zero byte. */
  static List<String> words(byte[] line) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    Charset charset =
        Charset.isSupported(encoding) ? Charset.forName(encoding) : Charset.defaultCharset();
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == 0) {
        words.add(new String(line, start, i - start, charset));
        start = i + 1;
      }
    }
    return words;
  }

  /** Other programs may hold a JVM as well; their options are not those of {@code java}. */
  private static boolean isJava(String program) {
    String name = program.substring(program.lastIndexOf('/') + 1);
    return name.equals("java");
  }

  /** Returns those of {@code options} that a child gets. */
  static List<String> select(List<String> options) {
    List<String> selected = new ArrayList<>();
    for (String option : options) {
      boolean property = option.startsWith("-D") && startsWithNone(option, NOT_KEPT);
      boolean kept = KEPT_WHOLE.contains(option) || !startsWithNone(option, KEPT);
      if (property || (kept && !ModuleOptions.changesUnknown(option))) {
        selected.add(absolute(option));
      }
    }
    return List.copyOf(selected);
  }

  private static boolean startsWithNone(String option, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (option.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  /** Makes paths absolute in an option that has some: the child may run in another directory. */
  private static String absolute(String option) {
    int value;
    if (option.startsWith("-Xbootclasspath/a:")) {
      value = option.indexOf(':') + 1;
    } else if (option.startsWith("--upgrade-module-path=")) {
      value = option.indexOf('=') + 1;
    } else if (option.startsWith("--patch-module=")) {
      value = option.indexOf('=', option.indexOf('=') + 1) + 1;
    } else {
      return option;
    }
    List<String> paths = ClassPath.absolute(option.substring(value));
    return option.substring(0, value) + String.join(File.pathSeparator, paths);
  }

  /** Returns the options, in their order. */
  List<String> options() {
    return options;
  }

  /**
   * Tells whether some options were given where other users of the machine do not see them. The
   * children's must not be visible then either.
   */
  boolean confidential() {
    return confidential;
  }

  /** A class of its own, so that nothing of the optional module is touched before it is needed. */
  private static final class Management {
    static List<String> options() {
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }
  }
}
