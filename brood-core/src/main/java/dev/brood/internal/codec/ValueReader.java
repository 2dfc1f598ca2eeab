package dev.brood.internal.codec;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.util.NumberKind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes that a {@link ValueWriter} has put back into values. One reader reads one message
 * after another: {@linkplain ByteSource#reset give it} the bytes and the {@linkplain #attach
 * attachments}, then read as many values as were written.
 *
 * <p>Reading runs the user's code ({@code readObject}, constructors of records, static
 * initializers): no lock that this code may need should be held.
 *
 * <p>For one thread at a time.
 */
public final class ValueReader {
  private final ByteSource source = new ByteSource();
  private final ShapeTable shapes;
  private final GraphReader graph;

  /** Makes a reader for messages of the connection that has these shapes. */
  public ValueReader(ShapeTable shapes) {
    this.shapes = shapes;
    this.graph = new GraphReader(this, source, shapes);
  }

  /** Returns where the values come from; a transport may get its own numbers between them. */
  public ByteSource source() {
    return source;
  }

  /** Sets the large arrays of the message, all filled, in the order in which they were listed. */
  public void attach(List<Attachment> attachments) {
    graph.attach(attachments);
  }

  /** Lets go of a message that was read. */
  public void clear() {
    source.clear();
    graph.attach(List.of());
  }

  /**
   * Reads the next value.
   *
   * @throws NotReceivableException if the value cannot be rebuilt here; the reader is then at the
   *     next value
   * @throws ProtocolException if the bytes are damaged; nothing more can be read then
   */
  public @Nullable Object read() {
    int tag = source.getByte() & 0xff;
    if (tag >= Tag.SMALL_INT) {
      return tag - Tag.SMALL_INT + Tag.SMALL_INT_LEAST;
    }
    return tag <= Tag.STRING ? getCommon(tag) : readGraph(tag);
  }

  /**
   * Reads the next value if it is an Integer of 32 bits and the last in its block, which is the
   * quickest there is; returns null otherwise, and has read nothing.
   */
  public @Nullable Integer readIntegerAtOnce() {
    int at = source.position;
    if (source.limit - at != 1 + Integer.BYTES || source.buffer[at] != Tag.INT_32) {
      return null;
    }
    source.position = source.limit;
    return source.view.getInt(at + 1);
  }

  /**
   * Returns what kind of number {@link ValueWriter#putFramedNumber} has put next, or null if that
   * is something else, or it does not look so quickly.
   *
   * @param type the byte before it, or {@link ValueWriter#NO_TYPE}
   */
  public @Nullable NumberKind kindOfFramedNumber(int type) {
    return NumberRuns.kindOfFramed(source, type);
  }

  /**
   * Reads numbers from {@link ValueWriter#putFramedNumber}, up to the first frame that holds
   * anything else.
   *
   * @param type the byte before each, or {@link ValueWriter#NO_TYPE}
   * @param kind what they must be
   * @param into where they go, from {@code at} on
   * @param most how many may be read
   * @return how many were read, perhaps none
   */
  public int readFramedNumbers(int type, NumberKind kind, long[] into, int at, int most) {
    return NumberRuns.getFramed(source, type, kind, into, at, most);
  }

  /** Gets the values that {@link ValueWriter#putCommon} puts, and those that are as simple. */
  @Nullable Object getCommon(int tag) {
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.BYTE -> source.getByte();
      case Tag.SHORT -> source.getShort();
      case Tag.CHARACTER -> (char) source.getShort();
      case Tag.INT_8 -> (int) source.getByte();
      case Tag.INT_16 -> (int) source.getShort();
      case Tag.INT_32 -> source.getInt();
      case Tag.LONG_8 -> (long) source.getByte();
      case Tag.LONG_16 -> (long) source.getShort();
      case Tag.LONG_32 -> (long) source.getInt();
      case Tag.LONG_64 -> source.getLong();
      case Tag.FLOAT -> Float.intBitsToFloat(source.getInt());
      case Tag.DOUBLE -> Double.longBitsToDouble(source.getLong());
      case Tag.STRING_SHORT -> {
        int length = source.getByte() & 0xff;
        source.requireAvailable(length);
        yield Text.getNarrow(source, length);
      }
      default -> Text.get(source);
    };
  }

  private @Nullable Object readGraph(int tag) {
    // The tag was the last byte read, so it lies in the current block.
    int block = source.currentBlock();
    int start = source.position - 1;
    try {
      return graph.read(tag);
    } catch (ProtocolException damaged) {
      throw damaged;
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError failure) {
      throw passOver(block, start, failure);
    } catch (StackOverflowError deep) {
      return readDeep(block, start, deep);
    } catch (Error fatal) {
      passOver(block, start, fatal);
      throw fatal;
    }
  }

  private @Nullable Object readDeep(int block, int start, StackOverflowError deep) {
    source.rewind(block, start);
    try {
      return DeepStack.read(source, graph);
    } catch (ProtocolException damaged) {
      throw damaged;
    } catch (Exception | LinkageError failure) {
      throw passOver(block, start, failure);
    } catch (StackOverflowError tooDeep) {
      deep.addSuppressed(tooDeep);
      throw passOver(block, start, deep);
    }
  }

  /** Leaves the reader behind the value that failed, and returns what to throw. */
  private NotReceivableException passOver(int block, int start, Throwable failure) {
    NotReceivableException toThrow = shapes.notReceivable(failure);
    try {
      source.rewind(block, start);
      skip();
    } catch (ProtocolException damaged) {
      damaged.addSuppressed(toThrow);
      throw damaged;
    }
    return toThrow;
  }

  /**
   * Passes over the next value without rebuilding it.
   *
   * @throws ProtocolException if the bytes are damaged
   */
  public void skip() {
    Skipper.skip(source, shapes, 0);
  }
}
