package dev.brood.internal.codec;

import dev.brood.exception.NotSendableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes, with large primitive arrays beside them. One writer fills one message
 * with any number of values, and is then {@linkplain #reset() reset} for the next.
 *
 * <p>Common classes have a form of their own (see {@link Tag}); JDK serialization does the rest.
 * What comes out at the other end is what JDK serialization would give: the same classes, the same
 * sharing of mutable objects within one value, cycles included. The short forms know nothing of
 * sharing, so a value is taken for them only if no mutable object is met twice and at most one
 * part, with nothing mutable beside it, needs JDK serialization. Every other value goes to JDK
 * serialization as a whole. Sharing of <em>immutable</em> objects (texts, numbers, records) is not
 * kept, and neither is sharing between two values of a message.
 *
 * <p>A value is put as a whole or, when it fails, not at all. Writing runs the user's code ({@code
 * writeObject}, {@code writeReplace}): no lock that this code may need should be held.
 *
 * <p>For one thread at a time.
 */
public final class ValueWriter {
  private final ByteSink sink = new ByteSink();
  private final GraphWriter graph = new GraphWriter(this, sink);

  private final List<Attachment> attachments = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /** One bit for each number in {@link #shapes}. */
  private long[] shapeBits = new long[4];

  /** Returns where the values go; a transport may put its own numbers between them. */
  public ByteSink sink() {
    return sink;
  }

  /** Forgets all values, for the next message. */
  public void reset() {
    sink.reset();
    if (!attachments.isEmpty()) {
      attachments.clear();
    }
    if (!shapes.isEmpty()) {
      dropShapesFrom(0);
    }
  }

  /** Returns how many large arrays travel beside the bytes. */
  public int attachmentCount() {
    return attachments.size();
  }

  /** Returns a large array that travels beside the bytes. */
  public Attachment attachment(int index) {
    return attachments.get(index);
  }

  /** Returns how many shapes the receiver must know to read this message; each is listed once. */
  public int shapeCount() {
    return shapes.size();
  }

  /** Returns a shape that the receiver must know to read this message. */
  public Shape shape(int index) {
    return shapes.get(index);
  }

  /**
   * Puts a value.
   *
   * @param root what to call the value in an error message, such as {@code argument[0]}
   * @throws NotSendableException if it cannot be sent; nothing has been put then
   */
  public void write(@Nullable Object value, String root) {
    if (!putCommon(value)) {
      writeGraph(value, root);
    }
  }

  /** Puts the values that need no look at what they hold; returns false for any other. */
  boolean putCommon(@Nullable Object value) {
    if (value == null) {
      sink.putByte(Tag.NULL);
      return true;
    }
    Class<?> type = value.getClass();
    if (type == Integer.class) {
      putInteger((Integer) value);
    } else if (type == Long.class) {
      putLong((Long) value);
    } else if (type == String.class) {
      putString((String) value);
    } else if (type == Double.class) {
      sink.ensure(9);
      sink.buffer[sink.position] = Tag.DOUBLE;
      Bytes.LONG.set(sink.buffer, sink.position + 1, Double.doubleToRawLongBits((Double) value));
      sink.position += 9;
    } else if (type == Boolean.class) {
      sink.putByte((Boolean) value ? Tag.TRUE : Tag.FALSE);
    } else {
      return false;
    }
    return true;
  }

  private void putInteger(int value) {
    sink.ensure(5);
    byte[] buffer = sink.buffer;
    int at = sink.position;
    int small = value - Tag.SMALL_INT_LEAST;
    if ((small & ~0x7f) == 0) {
      buffer[at] = (byte) (Tag.SMALL_INT + small);
      sink.position = at + 1;
    } else if (value == (byte) value) {
      buffer[at] = Tag.INT_8;
      buffer[at + 1] = (byte) value;
      sink.position = at + 2;
    } else if (value == (short) value) {
      buffer[at] = Tag.INT_16;
      Bytes.SHORT.set(buffer, at + 1, (short) value);
      sink.position = at + 3;
    } else {
      buffer[at] = Tag.INT_32;
      Bytes.INT.set(buffer, at + 1, value);
      sink.position = at + 5;
    }
  }

  private void putLong(long value) {
    sink.ensure(9);
    byte[] buffer = sink.buffer;
    int at = sink.position;
    if (value == (byte) value) {
      buffer[at] = Tag.LONG_8;
      buffer[at + 1] = (byte) value;
      sink.position = at + 2;
    } else if (value == (short) value) {
      buffer[at] = Tag.LONG_16;
      Bytes.SHORT.set(buffer, at + 1, (short) value);
      sink.position = at + 3;
    } else if (value == (int) value) {
      buffer[at] = Tag.LONG_32;
      Bytes.INT.set(buffer, at + 1, (int) value);
      sink.position = at + 5;
    } else {
      buffer[at] = Tag.LONG_64;
      Bytes.LONG.set(buffer, at + 1, value);
      sink.position = at + 9;
    }
  }

  private void putString(String text) {
    int length = text.length();
    if (length < 256 && Text.isNarrow(text)) {
      sink.ensure(2 + length);
      sink.buffer[sink.position] = Tag.STRING_SHORT;
      sink.buffer[sink.position + 1] = (byte) length;
      sink.position += 2;
      Text.putNarrow(sink, text);
    } else {
      sink.putByte(Tag.STRING);
      Text.put(sink, text);
    }
  }

  private void writeGraph(@Nullable Object value, String root) {
    long start = sink.size();
    int attachmentsBefore = attachments.size();
    int shapesBefore = shapes.size();
    boolean done = false;
    try {
      if (!graph.put(value, 0)) {
        rollBack(start, attachmentsBefore, shapesBefore);
        putJdk(value);
      }
      done = true;
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError failure) {
      throw UnsendableFinder.explain(value, root, failure);
    } catch (StackOverflowError deep) {
      rollBack(start, attachmentsBefore, shapesBefore);
      putDeep(value, root);
      done = true;
    } finally {
      graph.clear();
      if (!done) {
        rollBack(start, attachmentsBefore, shapesBefore);
      }
    }
  }

  private void putDeep(@Nullable Object value, String root) {
    try {
      DeepStack.run(
          new DeepStack.Task() {
            @Override
            public void run() throws IOException {
              putJdk(value);
            }
          });
    } catch (Exception | LinkageError failure) {
      throw UnsendableFinder.explain(value, root, failure);
    } catch (StackOverflowError tooDeep) {
      throw UnsendableFinder.tooDeep(value, root, tooDeep);
    }
  }

  private void rollBack(long size, int attachmentsBefore, int shapesBefore) {
    sink.truncate(size);
    while (attachments.size() > attachmentsBefore) {
      attachments.removeLast();
    }
    dropShapesFrom(shapesBefore);
  }

  private void dropShapesFrom(int from) {
    for (int i = shapes.size() - 1; i >= from; i--) {
      int id = shapes.remove(i).id();
      shapeBits[id >> 6] &= ~(1L << id);
    }
  }

  /** Puts a value, or the one part of a value that has no form of its own. */
  void putJdk(@Nullable Object value) throws IOException {
    sink.putByte(Tag.JDK);
    long at = sink.size();
    sink.putLong(0);
    SerialOutput output = new SerialOutput(new SinkStream(sink), this);
    output.writeObject(value);
    output.flush();
    sink.patchLong(at, sink.size() - at - Long.BYTES);
  }

  /** Lists an array that travels beside the bytes, and returns its index. */
  int attach(int kind, Object array) {
    attachments.add(Attachment.of(kind, array));
    return attachments.size() - 1;
  }

  /** Puts the number of a shape and lists the shape. */
  void putShape(Shape shape) {
    int id = shape.id();
    sink.putLength(id);
    int word = id >> 6;
    if (word >= shapeBits.length) {
      shapeBits = Arrays.copyOf(shapeBits, Math.max(word + 1, shapeBits.length * 2));
    }
    long bit = 1L << id;
    if ((shapeBits[word] & bit) == 0) {
      shapeBits[word] |= bit;
      shapes.add(shape);
    }
  }

  /** A sink as JDK serialization wants it. */
  private static final class SinkStream extends OutputStream {
    private final ByteSink sink;

    SinkStream(ByteSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int value) {
      sink.putByte(value);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      sink.putBytes(bytes, from, count);
    }
  }
}
