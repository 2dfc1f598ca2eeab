package dev.brood.internal.codec;

import dev.brood.exception.NotSendableException;
import dev.brood.internal.util.Pushback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes, with large primitive arrays and long texts beside them. One writer fills
 * one message with any number of values, and is then {@linkplain #reset() reset} for the next.
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
  /** Stands for the byte before a number where there is none. */
  public static final int NO_TYPE = -1;

  private final ByteSink sink = new ByteSink();
  private final GraphWriter graph = new GraphWriter(this, sink);

  private final List<Attachment> attachments = new ArrayList<>();

  /** From here on attachments are counted; those before belong to other records. */
  private int firstAttachment;

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
    firstAttachment = 0;
    if (!attachments.isEmpty()) {
      attachments.clear();
    }
    if (!shapes.isEmpty()) {
      dropShapesFrom(0);
    }
  }

  /** Returns how many attachments travel beside the bytes. */
  public int attachmentCount() {
    return attachments.size();
  }

  /** Counts attachments anew, since the values that follow travel with their own. */
  public void beginRecord() {
    firstAttachment = attachments.size();
  }

  /** Returns what travels beside the bytes. */
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

  /** Returns the names of the classes that the receiver must have to read this message. */
  public List<String> classNames() {
    List<String> names = new ArrayList<>(shapes.size());
    for (Shape shape : shapes) {
      names.add(shape.className());
    }
    return names;
  }

  /**
   * Puts a value.
   *
   * @param root what to call the value in an error message, such as {@code argument[0]}
   * @throws NotSendableException if it cannot be sent, or its own code throws, errors included;
   *     nothing has been put then
   * @throws VirtualMachineError if there is no memory for it; nothing has been put then
   */
  public void write(@Nullable Object value, String root) {
    if (!putCommon(value) && !putSimpleCall(value)) {
      writeGraph(value, root);
    }
  }

  /** Puts a call of a function that captures nothing, with a common argument; false for others. */
  private boolean putSimpleCall(@Nullable Object value) {
    if (!(value instanceof CalledFunction<?, ?> called)
        || !(ClassPlan.of(called.function().getClass()) instanceof ClassPlan.OfLambda lambda)) {
      return false;
    }
    Shape shape = lambda.shape();
    if (shape == null || !lambda.isConstant()) {
      return false;
    }
    long start = sink.size();
    int shapesBefore = shapes.size();
    sink.putByte(Tag.CALLED_FUNCTION);
    sink.putByte(Tag.LAMBDA);
    putShape(shape);
    boolean done = putCommon(called.argument());
    if (!done) {
      rollBack(start, attachments.size(), shapesBefore);
    }
    return done;
  }

  /**
   * Puts an Integer, Long or Double as a frame of its own, which saves most of what {@link
   * ByteSink#beginFrame}, {@link #write} and {@link ByteSink#endFrame} cost.
   *
   * @param type a byte to put before it, or {@link ValueWriter#NO_TYPE}
   * @return false if it is none of them; nothing has been put then
   */
  public boolean putFramedNumber(int type, @Nullable Object value) {
    return NumberRuns.putFramed(sink, type, value);
  }

  /**
   * Puts values from an input, each as a frame of its own, up to the first that is no Integer or
   * Long, or takes more than 32 bits. Also when the input fails, what was taken from it has been
   * put.
   *
   * @param most how many at most
   */
  public void putFramedNumbers(Pushback input, int most) {
    NumberRuns.putFramed(sink, input, most);
  }

  /**
   * Returns what {@link #putFramedNumber} would put, if it is no more than eight bytes: the first
   * is the lowest, and those behind the last are 0. Returns 0 if the value is none of these
   * numbers, or takes more.
   *
   * @param type a byte to put before it
   */
  public static long framedNumber(int type, @Nullable Object value) {
    return NumberRuns.framed(type, value);
  }

  /** Returns how many bytes a {@link #framedNumber} takes. */
  public static int lengthOfFramed(long number) {
    return NumberRuns.lengthOf(number);
  }

  /** Puts the values that need no look at what they hold; returns false for any other. */
  boolean putCommon(@Nullable Object value) {
    if (value == null) {
      sink.putByte(Tag.NULL);
      return true;
    }
    Class<?> type = value.getClass();
    if (type == Integer.class) {
      sink.ensure(NumberRuns.MOST);
      sink.position = NumberRuns.putInteger(sink.view, sink.position, (Integer) value);
    } else if (type == Long.class) {
      sink.ensure(NumberRuns.MOST);
      sink.position = NumberRuns.putLong(sink.view, sink.position, (Long) value);
    } else if (type == String.class) {
      putString((String) value);
    } else if (type == Double.class) {
      sink.ensure(NumberRuns.MOST);
      sink.position = NumberRuns.putDouble(sink.view, sink.position, (Double) value);
    } else if (type == Boolean.class) {
      sink.putByte((Boolean) value ? Tag.TRUE : Tag.FALSE);
    } else {
      return false;
    }
    return true;
  }

  private void putString(String text) {
    int length = text.length();
    if (length < Text.SHORT && Text.isNarrow(text)) {
      sink.ensure(2 + length);
      sink.buffer[sink.position] = Tag.STRING_SHORT;
      sink.buffer[sink.position + 1] = (byte) length;
      sink.position += 2;
      Text.putNarrow(sink, text);
    } else if (length < Attachment.THRESHOLD / Character.BYTES) {
      sink.putByte(Tag.STRING);
      Text.put(sink, text);
    } else {
      putLongString(text);
    }
  }

  private void putLongString(String text) {
    boolean narrow = Text.isNarrow(text);
    if (narrow && text.length() < Attachment.THRESHOLD) {
      sink.putByte(Tag.STRING);
      Text.put(sink, text, narrow);
    } else {
      sink.putByte(Tag.ATTACHED_TEXT);
      sink.putLength(attach(Attachment.of(text, narrow)));
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
    } catch (StackOverflowError deep) {
      rollBack(start, attachmentsBefore, shapesBefore);
      putDeep(value, root);
      done = true;
    } catch (VirtualMachineError failure) {
      // Of the JVM, which has no memory for it for example, and not of the value.
      throw failure;
    } catch (Throwable failure) {
      throw UnsendableFinder.explain(value, root, failure);
    } finally {
      graph.clear();
      if (!done) {
        rollBack(start, attachmentsBefore, shapesBefore);
      }
    }
  }

  private void putDeep(@Nullable Object value, String root) {
    try {
      DeepStack.write(this, value);
    } catch (StackOverflowError tooDeep) {
      throw UnsendableFinder.tooDeep(value, root, tooDeep);
    } catch (VirtualMachineError failure) {
      throw failure;
    } catch (Throwable failure) {
      throw UnsendableFinder.explain(value, root, failure);
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
    SerialOutput.write(value, sink, this);
    sink.patchLong(at, sink.size() - at - Long.BYTES);
  }

  /** Lists what travels beside the bytes, and returns its index. */
  int attach(Attachment attachment) {
    attachments.add(attachment);
    return attachments.size() - 1 - firstAttachment;
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
}
