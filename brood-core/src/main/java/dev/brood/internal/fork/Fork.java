package dev.brood.internal.fork;

import dev.brood.exception.ProcessStartException;
import dev.brood.function.SerializableCallable;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.JvmOptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Owner: a copy of the static state of this moment, with what a child is to do.
 *
 * @param call what the child calls: restores the state, then does it
 * @param overlay changed class files, which must come first on the child's class path
 * @param classNames classes that the child will need
 */
public record Fork(SerializableCallable<Boolean> call, Path overlay, Set<String> classNames) {

  // Guarded by the class: a folder of changed class files for each set of classes.
  private static final Map<Set<String>, Path> OVERLAYS = new HashMap<>();

  private static final List<String> NEEDED_BY_CHILD =
      Stream.of(
              ForkedCall.class,
              GraphRestore.class,
              Assembly.class,
              RestoredTables.class,
              Kind.class,
              SerialPart.class,
              JvmState.class)
          .map(Class::getName)
          .toList();

  /** Copies the names. */
  public Fork {
    classNames = Set.copyOf(classNames);
  }

  /**
   * Copies the static state of a scope and a target, as one graph.
   *
   * @param options how the child is started
   * @param target what the child calls when it has the state
   * @param path what the target is called in messages
   * @throws IllegalArgumentException if the child is to have another class path or Java
   * @throws dev.brood.exception.NotSendableException if something cannot be copied
   * @throws ProcessStartException if class files cannot be read or changed, or another thread
   *     changes the state meanwhile
   */
  public static Fork of(
      ForkScope scope, JvmOptions options, Callable<Boolean> target, String path) {
    if (options.classPath().isPresent() || options.javaHome().isPresent()) {
      throw new IllegalArgumentException(
          "a forked child has the classes and the Java of its owner: jvm=" + options);
    }
    StaticState state = new StaticState(scope);
    GraphCapture graph = new GraphCapture(scope, state);
    List<@Nullable Object> restored = capture(graph, state.restored());
    List<@Nullable Object> overlaid = capture(graph, state.overlaid());
    graph.capture(target, path);

    ByteSink slots = new ByteSink();
    putSlots(graph, state.restored(), restored, slots);
    putSlots(graph, state.overlaid(), overlaid, slots);
    slots.putLength(state.hooks().size());
    for (Method each : state.hooks()) {
      slots.putLength(graph.classNumber(each.getDeclaringClass(), each));
      slots.putString(each.getName());
    }
    graph.putReference(target, slots);

    ByteSink header = new ByteSink();
    JvmState.put(header, options);
    ForkedCall.putNames(state.restoredClasses(), header);
    ForkedCall.putNames(state.initializedAgain(), header);
    graph.putCounts(header);

    Set<String> names = new HashSet<>(NEEDED_BY_CHILD);
    state.restoredClasses().forEach(each -> names.add(each.getName()));
    List<byte[]> blocks = new ArrayList<>();
    List<Integer> sections = new ArrayList<>();
    add(header, blocks, sections);
    graph.sections().forEach(each -> add(each, blocks, sections));
    add(slots, blocks, sections);
    return new Fork(new ForkedCall(blocks, sections), overlay(state.classes()), names);
  }

  private static List<@Nullable Object> capture(GraphCapture graph, List<StaticState.Slot> slots) {
    List<@Nullable Object> values = new ArrayList<>();
    for (StaticState.Slot each : slots) {
      Object value = each.field().getType().isPrimitive() ? null : each.value();
      values.add(value);
      graph.capture(each.constant(), each.path());
      graph.capture(value, each.path());
    }
    return values;
  }

  private static void putSlots(
      GraphCapture graph,
      List<StaticState.Slot> slots,
      List<@Nullable Object> values,
      ByteSink to) {
    to.putLength(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      graph.putSlot(slots.get(i), values.get(i), to);
    }
  }

  private static void add(ByteSink section, List<byte[]> blocks, List<Integer> sections) {
    for (int i = 0; i < section.blockCount(); i++) {
      byte[] block = section.block(i);
      int length = section.blockLength(i);
      blocks.add(length == block.length ? block : Arrays.copyOf(block, length));
    }
    sections.add(section.blockCount());
  }

  /** Writes changed class files into a folder, unless there is one with the same. */
  private static synchronized Path overlay(List<Class<?>> classes) {
    Map<String, byte[]> files = new HashMap<>();
    for (Class<?> each : classes) {
      byte[] bytes = ClassPatch.of(each).bytes();
      if (bytes != null) {
        files.put(each.getName(), bytes);
      }
    }
    Path known = OVERLAYS.get(files.keySet());
    if (known != null && Files.isDirectory(known)) {
      return known;
    }
    try {
      Path all = Files.createDirectories(PrivateFolder.ofThisJvm().path().resolve("forked"));
      Path folder = Files.createTempDirectory(all, "");
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        Path file = folder.resolve(each.getKey().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, each.getValue());
      }
      OVERLAYS.put(Set.copyOf(files.keySet()), folder);
      return folder;
    } catch (IOException e) {
      throw new ProcessStartException(
          "cannot fork: class files for the child cannot be written", e);
    }
  }
}
