package dev.brood.internal.fork;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * What is sent to a forked child in place of its target: the image of the state with the target in
 * it. Called there, it restores the state and calls the target.
 *
 * @param blocks the bytes of the image
 * @param sections how many of the blocks each section takes
 */
record ForkedCall(List<byte[]> blocks, List<Integer> sections)
    implements SerializableCallable<Boolean> {

  @Override
  public Boolean call() throws Exception {
    try {
      Object target = restore();
      ((Callable<?>) target).call();
      return true;
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }

  private Object restore() throws Throwable {
    ByteSource[] parts = new ByteSource[sections.size()];
    int from = 0;
    for (int i = 0; i < parts.length; i++) {
      int to = from + sections.get(i);
      byte[][] of = blocks.subList(from, to).toArray(byte[][]::new);
      int[] lengths = new int[of.length];
      for (int j = 0; j < of.length; j++) {
        lengths[j] = of[j].length;
      }
      parts[i] = new ByteSource();
      parts[i].reset(of, lengths);
      from = to;
    }
    ByteSource header = parts[0];
    JvmState.restore(header);
    RestoredClasses.set(names(header));
    Set<String> initializedAgain = names(header);
    ClassLoader loader = ForkedCall.class.getClassLoader();
    ByteSource[] graphParts = {parts[1], parts[2], parts[3], parts[4]};
    GraphRestore graph = new GraphRestore(header, graphParts, loader, initializedAgain);
    ByteSource slots = parts[5];
    Assembly rest = graph.assembly();
    // Code of the program runs only when its static fields have what is there already.
    setSlots(graph, slots);
    rest.makeUninitialized();
    rest.initialize();
    setSlots(graph, slots);
    rest.finish();
    for (int i = slots.getLength(); i > 0; i--) {
      callHook(graph.classAt(slots).getDeclaredMethod(slots.getString()));
    }
    return Objects.requireNonNull(graph.objectAt(slots));
  }

  /** Owner: puts what the child will get as a set of names. */
  static void putNames(List<Class<?>> classes, ByteSink to) {
    to.putLength(classes.size());
    for (Class<?> each : classes) {
      to.putString(each.getName());
    }
  }

  private static Set<String> names(ByteSource from) {
    Set<String> names = new HashSet<>();
    for (int i = from.getLength(); i > 0; i--) {
      names.add(from.getString());
    }
    return names;
  }

  private static void setSlots(GraphRestore graph, ByteSource from) throws Throwable {
    for (int i = from.getLength(); i > 0; i--) {
      Field field = graph.classAt(from).getDeclaredField(from.getString());
      field.setAccessible(true);
      graph.setField(field, graph.objectAt(from), from);
    }
  }

  private static void callHook(Method hook) throws Throwable {
    hook.setAccessible(true);
    try {
      hook.invoke(null);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }
}
