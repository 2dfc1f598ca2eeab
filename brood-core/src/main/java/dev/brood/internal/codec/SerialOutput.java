package dev.brood.internal.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JDK serialization, with large primitive arrays beside it and with what it refuses and we promise
 * to send: {@code Optional}, {@code Map.entry}, {@code MemorySegment} and the {@linkplain
 * CompactProgram object} of a compact source file.
 *
 * <p>The replacement keeps sharing: the stream replaces the second reference to an array by a
 * reference to the first one's stand-in.
 */
final class SerialOutput extends ObjectOutputStream {
  private final @Nullable ValueWriter attachments;

  /**
   * Begins a stream.
   *
   * @param attachments takes the large arrays; if null, they stay in the stream
   */
  SerialOutput(OutputStream out, @Nullable ValueWriter attachments) throws IOException {
    super(out);
    this.attachments = attachments;
    enableReplaceObject(true);
  }

  /** Puts the stream of one object into a sink. */
  static void write(@Nullable Object value, ByteSink sink, @Nullable ValueWriter attachments)
      throws IOException {
    SerialOutput output = new SerialOutput(new SinkStream(sink), attachments);
    output.writeObject(value);
    output.flush();
  }

  @Override
  protected @Nullable Object replaceObject(@Nullable Object object) {
    if (object == null) {
      // What an object of the user puts in its place may be nothing.
      return null;
    }
    Class<?> type = object.getClass();
    if (type.isArray()) {
      int kind = PrimitiveArrays.kindOf(type);
      if (attachments != null
          && kind >= 0
          && PrimitiveArrays.byteLength(kind, object) >= Attachment.THRESHOLD) {
        return new StandIn.OfAttachment(attachments.attach(Attachment.of(kind, object)));
      }
    } else if (type == Optional.class) {
      return new StandIn.OfOptional(((Optional<?>) object).orElse(null));
    } else if (type == JdkClasses.ENTRY_OF) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) object;
      return new StandIn.OfEntry(entry.getKey(), entry.getValue());
    } else if (object instanceof MemorySegment memory) {
      return StandIn.OfMemory.copyOf(memory);
    } else if (CompactProgram.isStateless(object)) {
      return new StandIn.OfProgram(type);
    }
    return object;
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
