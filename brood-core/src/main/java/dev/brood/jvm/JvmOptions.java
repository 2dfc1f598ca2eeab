package dev.brood.jvm;

import dev.brood.internal.os.LauncherOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a child JVM is started with. What is not said here is as in the JVM that starts it: the same
 * Java, class path or module path, system properties of the command line, module options, working
 * directory and environment; not its heap size, agents, debugger, remote management and logs. The
 * variables {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS} are not
 * in a child's environment, unless they are set for it here: their options are sorted in the same
 * way, and passed on as options.
 *
 * <p>An immutable value, for any thread. Each {@code with} method returns a changed copy. Nothing
 * needs to be closed.
 *
 * @param heap the largest heap, such as {@code 512m}; as in {@code -Xmx}. If it is not given,
 *     workers of pools share the memory, see {@link dev.brood.pool.Pool.Builder#heap}, and other
 *     children get what a JVM chooses by itself: a quarter of the memory
 * @param arguments options for the JVM; they win over all that the library chooses
 * @param environment variables that are set
 * @param removedVariables variables that are removed
 * @param workingDirectory where the child runs
 * @param classPath files and directories in place of the owner's class and module path; the library
 *     itself is always there, and classes that are not found are sent by the owner
 * @param javaHome the Java installation, 25 or newer
 * @since 0.1
 */
public record JvmOptions(
    Optional<String> heap,
    List<String> arguments,
    Map<String, String> environment,
    Set<String> removedVariables,
    Optional<Path> workingDirectory,
    Optional<List<Path>> classPath,
    Optional<Path> javaHome) {

  private static final char NUL = '\0';

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");

  private static final JvmOptions DEFAULTS =
      new JvmOptions(
          Optional.empty(),
          List.of(),
          Map.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Checks the values and copies the collections.
   *
   * @throws IllegalArgumentException if the heap is no size, an argument is no option of a JVM, or
   *     the environment has a name or value that no variable can have
   */
  public JvmOptions {
    heap.ifPresent(JvmOptions::checkSize);
    arguments = List.copyOf(arguments);
    LauncherOptions.check(arguments);
    environment = Map.copyOf(environment);
    environment.forEach(JvmOptions::checkVariable);
    removedVariables = Set.copyOf(removedVariables);
    classPath = classPath.map(List::copyOf);
  }

  private static void checkSize(String size) {
    if (!SIZE.matcher(size).matches()) {
      throw new IllegalArgumentException(
          "heap=" + size + " is no size; write a number and k, m, g or t, such as 512m");
    }
  }

  private static void checkVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf(NUL) >= 0) {
      throw new IllegalArgumentException(
          "name=" + name.replace(NUL, '?') + " cannot name an environment variable");
    }
    if (value.indexOf(NUL) >= 0) {
      throw new IllegalArgumentException(
          "the value of the environment variable " + name + " contains a NUL character");
    }
  }

  /**
   * Returns options that say nothing: all is as in this JVM.
   *
   * @return the options to start from
   */
  public static JvmOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with another largest heap.
   *
   * @param most a number and {@code k}, {@code m}, {@code g} or {@code t}, such as {@code 512m}
   * @return the changed copy
   * @throws IllegalArgumentException if {@code most} is no size
   */
  public JvmOptions withHeap(String most) {
    return new JvmOptions(
        Optional.of(most),
        arguments,
        environment,
        removedVariables,
        workingDirectory,
        classPath,
        javaHome);
  }

  /**
   * Returns these options with these arguments for the JVM in place of all before. A collector
   * among them takes the place of the serial one, which children have otherwise.
   *
   * @param options such as {@code -Xss2m} or {@code -XX:+UseParallelGC}
   * @return the changed copy
   * @throws IllegalArgumentException if one is no option, or decides where the JVM finds its
   *     program
   */
  public JvmOptions withArguments(String... options) {
    return new JvmOptions(
        heap,
        List.of(options),
        environment,
        removedVariables,
        workingDirectory,
        classPath,
        javaHome);
  }

  /**
   * Returns these options with an environment variable set.
   *
   * @param name the variable
   * @param value its value
   * @return the changed copy
   * @throws IllegalArgumentException if {@code name} cannot name a variable, or {@code value}
   *     contains a NUL character
   */
  public JvmOptions withEnvironment(String name, String value) {
    Map<String, String> set = new HashMap<>(environment);
    set.put(name, value);
    Set<String> removed = new TreeSet<>(removedVariables);
    removed.remove(name);
    return new JvmOptions(heap, arguments, set, removed, workingDirectory, classPath, javaHome);
  }

  /**
   * Returns these options with an environment variable removed.
   *
   * @param name the variable
   * @return the changed copy
   */
  public JvmOptions withoutEnvironment(String name) {
    Map<String, String> set = new HashMap<>(environment);
    set.remove(name);
    Set<String> removed = new TreeSet<>(removedVariables);
    removed.add(name);
    return new JvmOptions(heap, arguments, set, removed, workingDirectory, classPath, javaHome);
  }

  /**
   * Returns these options with another working directory. It must exist when a child starts.
   *
   * @param directory where the child runs
   * @return the changed copy
   */
  public JvmOptions withWorkingDirectory(Path directory) {
    return new JvmOptions(
        heap,
        arguments,
        environment,
        removedVariables,
        Optional.of(directory),
        classPath,
        javaHome);
  }

  /**
   * Returns these options with a class path of the child's own.
   *
   * @param entries jars and directories, in order; the library itself need not be among them
   * @return the changed copy
   */
  public JvmOptions withClassPath(List<Path> entries) {
    return new JvmOptions(
        heap,
        arguments,
        environment,
        removedVariables,
        workingDirectory,
        Optional.of(entries),
        javaHome);
  }

  /**
   * Returns these options with another Java. It is checked when a child starts.
   *
   * @param home the installation, with {@code bin/java} in it; Java 25 or newer
   * @return the changed copy
   */
  public JvmOptions withJavaHome(Path home) {
    return new JvmOptions(
        heap,
        arguments,
        environment,
        removedVariables,
        workingDirectory,
        classPath,
        Optional.of(home));
  }
}
