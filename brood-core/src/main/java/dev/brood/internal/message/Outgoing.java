package dev.brood.internal.message;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A value on its way: encoded without a lock, since that runs the user's code, then written. Used
 * again for the next value. One thread at a time.
 */
final class Outgoing {

  /** What encoding may leave behind in a writer that is kept for the next value. */
  private static final long KEPT = 1 << 20;

  private final ValueWriter values = new ValueWriter();

  /** Encodes what a message is to hold. */
  void encode(MessageContent content) {
    values.reset();
    values.sink().putLong(0);
    content.put(values);
  }

  /** Forgets the value; tells whether this is worth keeping. */
  boolean reset() {
    boolean small = values.sink().size() <= KEPT;
    values.reset();
    return small;
  }

  /**
   * Returns what to write.
   *
   * @param described the shapes that the receiver knows; those that this value adds are added
   * @param first whether this process has not described any on this end
   */
  List<Object> parts(BitSet described, boolean first) {
    List<Shape> fresh = new ArrayList<>();
    for (int i = 0; i < values.shapeCount(); i++) {
      Shape shape = values.shape(i);
      if (!described.get(shape.id())) {
        fresh.add(shape);
      }
    }
    List<Object> parts = new ArrayList<>();
    ByteSink sink = values.sink();
    long body = sink.size() - MessageFormat.HEADER;
    if (fresh.isEmpty() && values.attachmentCount() == 0) {
      ByteBuffer start = ByteBuffer.wrap(sink.block(0), 0, sink.blockLength(0));
      start.putLong(0, MessageFormat.header(MessageFormat.VALUE, body));
      parts.add(start);
    } else {
      ByteSink head = head(fresh, first);
      long length = MessageFormat.SIZES + head.size() + body;
      for (int i = 0; i < values.attachmentCount(); i++) {
        length += values.attachment(i).byteLength();
      }
      ByteBuffer sizes = ByteBuffer.allocate(MessageFormat.HEADER + MessageFormat.SIZES);
      sizes.putLong(MessageFormat.header(MessageFormat.VALUE_AND_MORE, length));
      sizes.putInt((int) head.size()).putLong(body);
      parts.add(sizes.flip());
      parts.add(ByteBuffer.wrap(head.toByteArray()));
      parts.add(
          ByteBuffer.wrap(
              sink.block(0), MessageFormat.HEADER, sink.blockLength(0) - MessageFormat.HEADER));
    }
    for (int i = 1; i < sink.blockCount(); i++) {
      parts.add(ByteBuffer.wrap(sink.block(i), 0, sink.blockLength(i)));
    }
    for (int i = 0; i < values.attachmentCount(); i++) {
      parts.add(values.attachment(i));
    }
    fresh.forEach(shape -> described.set(shape.id()));
    return parts;
  }

  private ByteSink head(List<Shape> fresh, boolean first) {
    ByteSink head = new ByteSink();
    head.putLength(values.attachmentCount());
    for (int i = 0; i < values.attachmentCount(); i++) {
      values.attachment(i).putForm(head);
    }
    head.putByte(first ? 1 : 0);
    head.putLength(fresh.size());
    for (Shape shape : fresh) {
      shape.putFramed(head);
    }
    return head;
  }
}
