package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import dev.brood.exception.RemoteTaskException;
import org.jspecify.annotations.Nullable;

/**
 * A throwable on its way to another process, in two forms: as plain texts, which always arrive, and
 * as the serialized object, where it has one that its own process could read back.
 *
 * <p>The throwables it leads to (causes, suppressed ones) are listed, each once; they refer to each
 * other by index, so that cycles are no danger. {@link ThrowableCapture} makes it in the process
 * that threw, {@link #rebuild} turns it into a throwable again in the one that waits.
 */
public final class RemoteThrowable {
  static final int NONE = -1;

  private final Node[] nodes;

  RemoteThrowable(Node[] nodes) {
    this.nodes = nodes;
  }

  /**
   * Takes a throwable down for sending. Never throws: a throwable whose own methods fail, or a lack
   * of memory, leads to a poorer record.
   *
   * @param loader finds the classes when the serialized form is read back to prove that it can be
   */
  public static RemoteThrowable capture(Throwable throwable, ClassLoader loader) {
    return ThrowableCapture.capture(throwable, loader);
  }

  /** Returns the class name of the throwable. */
  public String className() {
    return nodes[0].className;
  }

  /** Returns the message of the throwable, if it has one. */
  public @Nullable String message() {
    return nodes[0].message;
  }

  /** Returns whether the throwable comes with its serialized form. */
  public boolean hasOriginal() {
    return nodes[0].original != null;
  }

  /** Puts all of it, for {@link #get}. */
  public void put(ByteSink sink) {
    sink.putLength(nodes.length);
    for (Node each : nodes) {
      each.put(sink);
    }
  }

  /**
   * Gets what {@link #put} put.
   *
   * @throws ProtocolException if the bytes are damaged
   */
  public static RemoteThrowable get(ByteSource source) {
    Node[] nodes = new Node[source.getCount(1)];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = Node.get(source, nodes.length);
    }
    if (nodes.length == 0) {
      throw new ProtocolException("a throwable without any content");
    }
    return new RemoteThrowable(nodes);
  }

  /**
   * Returns the throwable: the original where possible, else a {@link RemoteTaskException}. Its
   * stack trace is the remote one and ends with a frame that names the peer; see {@link
   * RemoteFrames#withLocal}.
   *
   * @param classes finds the classes of the originals
   * @param peer names the other process, such as {@code child-2 (pid 4711)}
   */
  public Throwable rebuild(ShapeTable classes, String peer) {
    Throwable rebuilt =
        rebuild(0, classes, new @Nullable Throwable[nodes.length], new boolean[nodes.length]);
    RemoteFrames.setRemote(rebuilt, nodes[0].frames, peer);
    return rebuilt;
  }

  private Throwable rebuild(
      int index, ShapeTable classes, @Nullable Throwable[] built, boolean[] begun) {
    Throwable known = built[index];
    if (known != null) {
      return known;
    }
    Node node = nodes[index];
    if (begun[index]) {
      return new RemoteTaskException(
          node.className, node.message, node.text, "it is its own cause", null);
    }
    begun[index] = true;
    String reason = node.reason;
    byte[] original = node.original;
    if (original != null) {
      try {
        Throwable found = ThrowableCapture.readBack(original, classes);
        if (found.getClass().getName().equals(node.className)) {
          built[index] = found;
          return found;
        }
        reason = "it was read as a " + found.getClass().getName();
      } catch (VirtualMachineError | Exception | LinkageError failure) {
        reason = "it cannot be read here: " + safeToString(failure);
      }
    }
    Throwable cause = node.cause == NONE ? null : rebuild(node.cause, classes, built, begun);
    Throwable standIn = standIn(node, reason, cause);
    standIn.setStackTrace(node.frames);
    for (int each : node.suppressed) {
      standIn.addSuppressed(rebuild(each, classes, built, begun));
    }
    built[index] = standIn;
    return standIn;
  }

  private static Throwable standIn(Node node, String reason, @Nullable Throwable cause) {
    if (!node.className.equals(OutOfMemoryError.class.getName())) {
      return new RemoteTaskException(node.className, node.message, node.text, reason, cause);
    }
    // A full heap has no room for its serialized form, which would not say more.
    OutOfMemoryError error = new OutOfMemoryError(node.message);
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  /** What {@code toString} returns, or the class name if it fails. */
  static String safeToString(Throwable throwable) {
    try {
      String text = throwable.toString();
      if (text != null) {
        return text;
      }
    } catch (Throwable failing) {
      // Whatever it is, the throwable that we report matters more.
    }
    return throwable.getClass().getName();
  }

  /** One throwable of those that belong together. */
  static final class Node {
    final String className;
    final @Nullable String message;
    final String text;
    final StackTraceElement[] frames;
    int cause = NONE;
    int[] suppressed = {};
    byte @Nullable [] original;

    /** Why there is no original. */
    String reason = "";

    Node(String className, @Nullable String message, String text, StackTraceElement[] frames) {
      this.className = className;
      this.message = message;
      this.text = text;
      this.frames = frames;
    }

    void put(ByteSink sink) {
      sink.putString(className);
      sink.putNullableString(message);
      sink.putString(text);
      sink.putString(reason);
      sink.putLength(cause + 1);
      sink.putLength(suppressed.length);
      for (int each : suppressed) {
        sink.putLength(each + 1);
      }
      sink.putLength(frames.length);
      for (StackTraceElement each : frames) {
        sink.putNullableString(each.getClassLoaderName());
        sink.putNullableString(each.getModuleName());
        sink.putNullableString(each.getModuleVersion());
        sink.putString(each.getClassName());
        sink.putString(each.getMethodName());
        sink.putNullableString(each.getFileName());
        sink.putInt(each.getLineNumber());
      }
      byte[] bytes = original;
      sink.putByte(bytes == null ? 0 : 1);
      if (bytes != null) {
        sink.putLength(bytes.length);
        sink.putBytes(bytes, 0, bytes.length);
      }
    }

    static Node get(ByteSource source, int count) {
      String className = source.getString();
      String message = source.getNullableString();
      String text = source.getString();
      String reason = source.getString();
      int cause = index(source, count);
      int[] suppressed = new int[source.getCount(1)];
      for (int i = 0; i < suppressed.length; i++) {
        suppressed[i] = index(source, count);
        if (suppressed[i] == NONE) {
          throw new ProtocolException("a suppressed throwable is missing");
        }
      }
      StackTraceElement[] frames = new StackTraceElement[source.getCount(10)];
      for (int i = 0; i < frames.length; i++) {
        frames[i] =
            new StackTraceElement(
                source.getNullableString(),
                source.getNullableString(),
                source.getNullableString(),
                source.getString(),
                source.getString(),
                source.getNullableString(),
                source.getInt());
      }
      Node node = new Node(className, message, text, frames);
      node.reason = reason;
      node.cause = cause;
      node.suppressed = suppressed;
      if (source.getByte() != 0) {
        byte[] bytes = new byte[source.getCount(1)];
        source.getBytes(bytes, 0, bytes.length);
        node.original = bytes;
      }
      return node;
    }

    private static int index(ByteSource source, int count) {
      int index = source.getLength() - 1;
      if (index < NONE || index >= count) {
        throw new ProtocolException("no such throwable: index=" + index + ", count=" + count);
      }
      return index;
    }
  }
}
