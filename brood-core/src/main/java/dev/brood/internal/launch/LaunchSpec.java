package dev.brood.internal.launch;

import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a child JVM is to be started with. What is not given is as in this JVM.
 *
 * @param name for people: thread names, tags of output lines, error messages
 * @param childId unique within {@code folder}; names the child's files there
 * @param folder the private folder of the owner
 * @param javaHome the Java to run, if not the owner's own
 * @param heap the largest heap, as in {@code -Xmx}
 * @param jvmArguments arguments for the JVM, which win over all that are chosen here
 * @param classPath class path beside the library, in place of the owner's class and module path
 * @param environment variables to set, or to remove where the value is empty; the rest is inherited
 * @param workingDirectory where the child runs, if not where the owner does
 * @param stdio what happens to its standard streams
 * @param mainClass the class to run, of this library unless a test says otherwise
 * @param arguments arguments of the main class
 */
public record LaunchSpec(
    String name,
    String childId,
    Path folder,
    Optional<Path> javaHome,
    Optional<String> heap,
    List<String> jvmArguments,
    Optional<List<Path>> classPath,
    Map<String, Optional<String>> environment,
    Optional<Path> workingDirectory,
    StdioSpec stdio,
    String mainClass,
    List<String> arguments) {

  /** The entry of every child; written out, because it must not be loaded into an owner. */
  public static final String CHILD_MAIN = "dev.brood.internal.child.ChildMain";

  /** Copies the collections. */
  public LaunchSpec {
    jvmArguments = List.copyOf(jvmArguments);
    if (classPath.isPresent()) {
      classPath = Optional.of(List.copyOf(classPath.get()));
    }
    environment = Map.copyOf(environment);
    arguments = List.copyOf(arguments);
  }

  /** Returns a spec for a child of this library that is like its owner in all that is optional. */
  public static LaunchSpec of(String name, String childId, Path folder) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        StdioSpec.forward(),
        CHILD_MAIN,
        List.of(folder.toString(), childId));
  }

  /** Returns a spec for a child of this library; {@link #forChild} completes it. */
  public static LaunchSpec of(String name, JvmOptions options, Stdio stdio) {
    Map<String, Optional<String>> environment = new HashMap<>();
    options
        .environment()
        .forEach((variable, value) -> environment.put(variable, Optional.of(value)));
    options.removedVariables().forEach(variable -> environment.put(variable, Optional.empty()));
    return new LaunchSpec(
        name,
        "",
        Path.of(""),
        options.javaHome(),
        options.heap(),
        options.arguments(),
        options.classPath(),
        environment,
        options.workingDirectory(),
        StdioSpec.of(stdio, name),
        CHILD_MAIN,
        List.of());
  }

  /** Returns this spec for one child: where its files are, and its number there. */
  public LaunchSpec forChild(Path place, String id) {
    return new LaunchSpec(
        name,
        id,
        place,
        javaHome,
        heap,
        jvmArguments,
        classPath,
        environment,
        workingDirectory,
        stdio,
        mainClass,
        List.of(place.toString(), id));
  }

  /** Returns this spec under another name. */
  public LaunchSpec withName(String other) {
    return new LaunchSpec(
        other,
        childId,
        folder,
        javaHome,
        heap,
        jvmArguments,
        classPath,
        environment,
        workingDirectory,
        stdio.tag().isEmpty() ? stdio : stdio.withTag("[" + other + "] "),
        mainClass,
        arguments);
  }

  /** Returns this spec with another main class; for tests of this package. */
  LaunchSpec withMain(String main, String... mainArguments) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        heap,
        jvmArguments,
        classPath,
        environment,
        workingDirectory,
        stdio,
        main,
        List.of(mainArguments));
  }

  /** Returns this spec with standard streams treated so. */
  public LaunchSpec withStdio(StdioSpec streams) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        heap,
        jvmArguments,
        classPath,
        environment,
        workingDirectory,
        streams,
        mainClass,
        arguments);
  }

  /** Returns this spec with these arguments for the JVM instead. */
  public LaunchSpec withJvmArguments(List<String> forJvm) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        heap,
        forJvm,
        classPath,
        environment,
        workingDirectory,
        stdio,
        mainClass,
        arguments);
  }

  /** Returns this spec with a heap of at most {@code most}, as in {@code -Xmx}. */
  public LaunchSpec withHeap(String most) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        Optional.of(most),
        jvmArguments,
        classPath,
        environment,
        workingDirectory,
        stdio,
        mainClass,
        arguments);
  }

  /** Returns this spec for another Java. */
  public LaunchSpec withJavaHome(Path home) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        Optional.of(home),
        heap,
        jvmArguments,
        classPath,
        environment,
        workingDirectory,
        stdio,
        mainClass,
        arguments);
  }

  /** Returns this spec with a class path of its own. */
  public LaunchSpec withClassPath(List<Path> entries) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        heap,
        jvmArguments,
        Optional.of(entries),
        environment,
        workingDirectory,
        stdio,
        mainClass,
        arguments);
  }

  /** Returns this spec with one more variable set, or removed where the value is empty. */
  public LaunchSpec withEnvironment(String variable, Optional<String> value) {
    Map<String, Optional<String>> more = new HashMap<>(environment);
    more.put(variable, value);
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        heap,
        jvmArguments,
        classPath,
        more,
        workingDirectory,
        stdio,
        mainClass,
        arguments);
  }

  /** Returns this spec for another working directory. */
  public LaunchSpec withWorkingDirectory(Path directory) {
    return new LaunchSpec(
        name,
        childId,
        folder,
        javaHome,
        heap,
        jvmArguments,
        classPath,
        environment,
        Optional.of(directory),
        stdio,
        mainClass,
        arguments);
  }
}
