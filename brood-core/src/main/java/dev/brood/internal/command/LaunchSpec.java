package dev.brood.internal.command;

import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a child JVM is to be started with. What is not given is as in this JVM.
 *
 * @param name for people: thread names, tags of output lines, error messages
 * @param childId unique within {@code folder}; names the child's files there
 * @param folder the private folder of the owner
 * @param jvm the options of the user, which win over all that are chosen here
 * @param stdio what happens to its standard streams
 * @param method whether it is started now or taken from the spares
 * @param inherited options by which it has this JVM's start method and fork scope of that moment
 * @param overlay class files that come before all others, or null
 * @param mainClass the class to run, of this library unless a test says otherwise
 * @param arguments arguments of the main class
 */
public record LaunchSpec(
    String name,
    String childId,
    Path folder,
    JvmOptions jvm,
    Stdio stdio,
    StartMethod method,
    List<String> inherited,
    @Nullable Path overlay,
    String mainClass,
    List<String> arguments) {

  /** The entry of every child; written out, because it must not be loaded into an owner. */
  public static final String CHILD_MAIN = "dev.brood.internal.child.ChildMain";

  /** Copies the lists. */
  public LaunchSpec {
    inherited = List.copyOf(inherited);
    arguments = List.copyOf(arguments);
  }

  /** Returns a spec for a child of this library; {@link #forChild} completes it. */
  public static LaunchSpec of(String name, JvmOptions jvm, Stdio stdio, StartMethod method) {
    List<String> inherited = StartMethod.inheritedOptions();
    return new LaunchSpec(
        name, "", Path.of(""), jvm, stdio, method, inherited, null, CHILD_MAIN, List.of());
  }

  /** Returns this spec for one child: where its files are, and its number there. */
  public LaunchSpec forChild(Path place, String id) {
    List<String> found = List.of(place.toString(), id);
    return new LaunchSpec(
        name, id, place, jvm, stdio, method, inherited, overlay, mainClass, found);
  }

  /** Returns this spec under another name. */
  public LaunchSpec withName(String other) {
    return new LaunchSpec(
        other, childId, folder, jvm, stdio, method, inherited, overlay, mainClass, arguments);
  }

  /** Returns this spec with other options of the start method and the fork scope. */
  public LaunchSpec withInherited(List<String> options) {
    return new LaunchSpec(
        name, childId, folder, jvm, stdio, method, options, overlay, mainClass, arguments);
  }

  /** Returns this spec with class files that come before all others. */
  public LaunchSpec withOverlay(@Nullable Path files) {
    return new LaunchSpec(
        name, childId, folder, jvm, stdio, method, inherited, files, mainClass, arguments);
  }

  /** Returns this spec with changed options. */
  public LaunchSpec withJvm(UnaryOperator<JvmOptions> change) {
    JvmOptions changed = change.apply(jvm);
    return new LaunchSpec(
        name, childId, folder, changed, stdio, method, inherited, overlay, mainClass, arguments);
  }

  /** Returns this spec with standard streams treated so. */
  public LaunchSpec withStdio(Stdio streams) {
    return new LaunchSpec(
        name, childId, folder, jvm, streams, method, inherited, overlay, mainClass, arguments);
  }
}
