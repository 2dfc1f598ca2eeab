package dev.brood.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link RemoteThrowable}. A throwable is the user's code, and may have just reported that
 * the stack or the memory is used up: nothing here recurses, and every call of one of its methods
 * may fail.
 */
final class ThrowableCapture {
  private static final int MOST_NODES = 256;
  private static final int MOST_FRAMES = 2048;
  private static final int MOST_CHARS = 1 << 18;

  /** A throwable that carries more than this arrives as a stand-in. */
  private static final int MOST_BYTES = 64 << 20;

  /** Each failing attempt to serialize a part costs time; the rest then goes as texts. */
  private static final int MOST_ATTEMPTS = 16;

  private final List<Throwable> throwables = new ArrayList<>();
  private final List<RemoteThrowable.Node> nodes = new ArrayList<>();
  private final IdentityHashMap<Throwable, Integer> indexes = new IdentityHashMap<>();

  private ThrowableCapture() {}

  static RemoteThrowable capture(Throwable throwable, ClassLoader loader) {
    try {
      ThrowableCapture capture = new ThrowableCapture();
      capture.addAll(throwable);
      capture.serialize(loader);
      return new RemoteThrowable(capture.nodes.toArray(new RemoteThrowable.Node[0]));
    } catch (Throwable failing) {
      return minimal(throwable, failing);
    }
  }

  /** For when even that failed: most likely there is no memory. */
  private static RemoteThrowable minimal(Throwable throwable, Throwable failing) {
    String name = throwable.getClass().getName();
    RemoteThrowable.Node node =
        new RemoteThrowable.Node(name, null, name, new StackTraceElement[0]);
    node.reason = failing.getClass().getName();
    return new RemoteThrowable(new RemoteThrowable.Node[] {node});
  }

  private void addAll(Throwable root) {
    add(root);
    for (int i = 0; i < throwables.size(); i++) {
      Throwable each = throwables.get(i);
      RemoteThrowable.Node node = nodes.get(i);
      Throwable cause = safeCause(each);
      node.cause = cause == null ? RemoteThrowable.NONE : add(cause);
      Throwable[] suppressed = each.getSuppressed();
      int[] found = new int[suppressed.length];
      int count = 0;
      for (Throwable one : suppressed) {
        int index = add(one);
        if (index >= 0) {
          found[count++] = index;
        }
      }
      node.suppressed = Arrays.copyOf(found, count);
    }
  }

  private int add(Throwable throwable) {
    Integer known = indexes.get(throwable);
    if (known != null) {
      return known;
    }
    int index = throwables.size();
    if (index == MOST_NODES) {
      return RemoteThrowable.NONE;
    }
    indexes.put(throwable, index);
    throwables.add(throwable);
    nodes.add(
        new RemoteThrowable.Node(
            throwable.getClass().getName(),
            safeMessage(throwable),
            cut(RemoteThrowable.safeToString(throwable)),
            safeFrames(throwable)));
    return index;
  }

  private static @Nullable String safeMessage(Throwable throwable) {
    try {
      String message = throwable.getMessage();
      return message == null ? null : cut(message);
    } catch (Throwable failing) {
      return null;
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARS
        ? text
        : text.substring(0, MOST_CHARS) + "... (" + text.length() + " chars)";
  }

  private static @Nullable Throwable safeCause(Throwable throwable) {
    try {
      return throwable.getCause();
    } catch (Throwable failing) {
      return null;
    }
  }

  private static StackTraceElement[] safeFrames(Throwable throwable) {
    try {
      StackTraceElement[] frames = throwable.getStackTrace();
      if (frames != null && !Arrays.asList(frames).contains(null)) {
        return frames.length <= MOST_FRAMES ? frames : Arrays.copyOf(frames, MOST_FRAMES);
      }
    } catch (Throwable failing) {
      // It has none then.
    }
    return new StackTraceElement[0];
  }

  /** Adds the serialized form to the root, or else to those of its parts that have one. */
  private void serialize(ClassLoader loader) {
    ShapeTable classes = new ShapeTable(loader, null);
    boolean[] covered = new boolean[nodes.size()];
    int attempts = 0;
    for (int i = 0; i < covered.length; i++) {
      RemoteThrowable.Node node = nodes.get(i);
      if (!covered[i]) {
        if (attempts++ < MOST_ATTEMPTS) {
          serialize(throwables.get(i), node, classes);
        } else {
          node.reason = "too many of its kind could not be sent";
        }
      }
      if (covered[i] || node.original != null) {
        if (node.cause >= 0) {
          covered[node.cause] = true;
        }
        for (int each : node.suppressed) {
          covered[each] = true;
        }
      }
    }
  }

  private static void serialize(
      Throwable throwable, RemoteThrowable.Node node, ShapeTable classes) {
    try {
      byte[] bytes = write(throwable);
      Throwable back = readBack(bytes, classes);
      if (back.getClass() == throwable.getClass()) {
        node.original = bytes;
      } else {
        node.reason = "it is read back as a " + back.getClass().getName();
      }
    } catch (Throwable failing) {
      node.reason = "it cannot be serialized: " + cut(RemoteThrowable.safeToString(failing));
    }
  }

  private static byte[] write(Throwable throwable) throws Exception {
    WriteTask task = new WriteTask(throwable);
    try {
      task.run();
    } catch (StackOverflowError deep) {
      DeepStack.run(task);
    }
    return task.bytes;
  }

  static Throwable readBack(byte[] bytes, ShapeTable classes) throws Exception {
    ReadTask task = new ReadTask(bytes, classes);
    try {
      task.run();
    } catch (StackOverflowError deep) {
      DeepStack.run(task);
    }
    if (task.object instanceof Throwable throwable) {
      return throwable;
    }
    throw new InvalidObjectException("it is not read back as a throwable");
  }

  private static final class WriteTask extends DeepStack.Task {
    private final Throwable throwable;
    byte[] bytes = {};

    WriteTask(Throwable throwable) {
      this.throwable = throwable;
    }

    @Override
    void run() throws IOException {
      LimitedBytes stream = new LimitedBytes();
      SerialOutput output = new SerialOutput(stream, null);
      output.writeObject(throwable);
      output.flush();
      bytes = stream.toByteArray();
    }
  }

  private static final class LimitedBytes extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] from, int offset, int length) {
      if (count + (long) length > MOST_BYTES) {
        throw new IllegalStateException("it holds more than " + MOST_BYTES + " bytes");
      }
      super.write(from, offset, length);
    }
  }

  private static final class ReadTask extends DeepStack.Task {
    private final byte[] bytes;
    private final ShapeTable classes;
    @Nullable Object object;

    ReadTask(byte[] bytes, ShapeTable classes) {
      this.bytes = bytes;
      this.classes = classes;
    }

    @Override
    void run() throws IOException, ClassNotFoundException {
      SerialInput input =
          new SerialInput(
              new ByteArrayInputStream(bytes), bytes.length, classes, List.of(), classes.filter());
      object = input.readObject();
    }
  }
}
