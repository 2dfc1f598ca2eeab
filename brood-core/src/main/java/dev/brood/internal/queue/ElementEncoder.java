package dev.brood.internal.queue;

import dev.brood.exception.NotSendableException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.region.SharedBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Encodes an element, without a lock since that runs the user's code, and writes it into the log.
 * Used again for the next element. For one thread at a time.
 */
public final class ElementEncoder {

  /** What encoding may leave behind in an encoder that is kept. */
  private static final long KEPT = 1 << 20;

  private static final long LARGEST_SLICE = 64 << 20;

  private final ValueWriter values = new ValueWriter();
  private final ByteSink directory = new ByteSink();

  /** The descriptions of some shapes, kept since the next element is often of the same class. */
  private final ByteSink shapes = new ByteSink();

  private int[] described = {};

  private long header;

  /**
   * Encodes an element.
   *
   * @throws NotSendableException if it cannot be sent
   */
  public void encode(Object element) {
    values.reset();
    values.write(element, "element");
    long length = values.sink().size();
    if (values.shapeCount() == 0 && values.attachmentCount() == 0) {
      header = EncodedElement.header(EncodedElement.VALUE, length);
      return;
    }
    describeShapes();
    directory.reset();
    directory.putLength(values.attachmentCount());
    for (int i = 0; i < values.attachmentCount(); i++) {
      Attachment array = values.attachment(i);
      array.putForm(directory);
      length += array.byteLength();
    }
    length += EncodedElement.SIZES + directory.size() + shapes.size();
    header = EncodedElement.header(EncodedElement.VALUE_AND_MORE, length);
  }

  private void describeShapes() {
    boolean same = described.length == values.shapeCount();
    for (int i = 0; same && i < described.length; i++) {
      same = described[i] == values.shape(i).id();
    }
    if (same) {
      return;
    }
    shapes.reset();
    described = new int[values.shapeCount()];
    for (int i = 0; i < described.length; i++) {
      Shape shape = values.shape(i);
      described[i] = shape.id();
      shape.putFramed(shapes);
    }
  }

  /** Returns the header of the element that was encoded. */
  long header() {
    return header;
  }

  /** Returns how many bytes {@link #writeTo} writes. */
  long length() {
    return EncodedElement.length(header);
  }

  /** Writes the element that was encoded. */
  void writeTo(MemorySegment memory, long at) {
    if (header == EncodedElement.header(EncodedElement.VALUE, length())) {
      put(values.sink(), memory, at);
      return;
    }
    memory.set(ValueLayout.JAVA_INT, at, (int) directory.size());
    memory.set(ValueLayout.JAVA_INT, at + EncodedElement.AT_SHAPES, (int) shapes.size());
    memory.set(ValueLayout.JAVA_LONG, at + EncodedElement.AT_VALUE, values.sink().size());
    long to = put(directory, memory, at + EncodedElement.SIZES);
    to = put(shapes, memory, to);
    to = put(values.sink(), memory, to);
    for (int i = 0; i < values.attachmentCount(); i++) {
      Attachment array = values.attachment(i);
      for (long done = 0; done < array.byteLength(); ) {
        long rest = Math.min(LARGEST_SLICE, array.byteLength() - done);
        done += array.copyOut(done, memory.asSlice(to + done, rest).asByteBuffer());
      }
      to += array.byteLength();
    }
  }

  private static long put(ByteSink bytes, MemorySegment memory, long at) {
    long to = at;
    for (int i = 0; i < bytes.blockCount(); i++) {
      int length = bytes.blockLength(i);
      SharedBytes.put(memory, to, bytes.block(i), 0, length);
      to += length;
    }
    return to;
  }

  /** Forgets the element; tells whether the encoder is worth keeping. */
  public boolean reset() {
    boolean small = values.sink().size() <= KEPT;
    values.reset();
    return small;
  }
}
