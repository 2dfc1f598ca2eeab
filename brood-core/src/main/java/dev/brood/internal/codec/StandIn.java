package dev.brood.internal.codec;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in a stream of JDK serialization for an object that the stream cannot hold. */
@SuppressWarnings("serial") // The stream checks what the fields hold, as for any field.
abstract class StandIn implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** Stands for a large array; {@link SerialInput} puts the array in its place. */
  static final class OfAttachment extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    final int index;

    OfAttachment(int index) {
      this.index = index;
    }
  }

  /** Stands for an {@link Optional}. */
  static final class OfOptional extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    private final @Nullable Object value;

    OfOptional(@Nullable Object value) {
      this.value = value;
    }

    @Serial
    private Object readResolve() {
      return Optional.ofNullable(value);
    }
  }

  /** Stands for a {@code Map.entry}. */
  static final class OfEntry extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    private final Object key;
    private final Object value;

    OfEntry(Object key, Object value) {
      this.key = key;
      this.value = value;
    }

    @Serial
    private Object readResolve() {
      return Map.entry(key, value);
    }
  }

  /**
   * Stands for the bytes of a {@link MemorySegment}. They are copied when the segment is written: a
   * moment later its arena may be closed, and the thread that sends them may be another than the
   * one which may access it. The copy is an array, so it travels as one, beside the stream if it is
   * large.
   */
  static final class OfMemory extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    private final long byteSize;

    /** And no bytes, so that what arrives is aligned for any type. */
    private final long[] words;

    private OfMemory(long byteSize, long[] words) {
      this.byteSize = byteSize;
      this.words = words;
    }

    static OfMemory copyOf(MemorySegment memory) {
      long byteSize = memory.byteSize();
      long[] words = new long[Math.toIntExact((byteSize + Long.BYTES - 1) / Long.BYTES)];
      MemorySegment.copy(memory, 0, MemorySegment.ofArray(words), 0, byteSize);
      return new OfMemory(byteSize, words);
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
      if (byteSize < 0 || byteSize > (long) words.length * Long.BYTES) {
        throw new InvalidObjectException(
            "byteSize=" + byteSize + " of a memory segment in words=" + words.length);
      }
      return MemorySegment.ofArray(words).asSlice(0, byteSize);
    }
  }

  /** Stands for a value that was captured by a lambda and is already here, see LocalLambda. */
  static final class OfCaptured extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    final int index;

    OfCaptured(int index) {
      this.index = index;
    }
  }

  /** Stands for the object of a compact source file. */
  static final class OfProgram extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    private final Class<?> type;

    OfProgram(Class<?> type) {
      this.type = type;
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
      return CompactProgram.newObject(type);
    }
  }
}
