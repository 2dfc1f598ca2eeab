package dev.brood.internal.codec;

import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** A connection without a transport: sends a value as bytes and receives it again. */
@NullUnmarked
final class Wire {
  final ValueWriter writer = new ValueWriter();
  final ShapeTable shapes;
  final ValueReader reader;

  /** How the in-band bytes are cut on the way; 0 leaves them in one piece. */
  int blockSize;

  private final Set<Integer> sent = new HashSet<>();

  Wire() {
    this(Wire.class.getClassLoader(), null);
  }

  Wire(ClassLoader loader, ObjectInputFilter filter) {
    this(new ShapeTable(loader, filter));
  }

  private Wire(ShapeTable shapes) {
    this.shapes = shapes;
    reader = new ValueReader(shapes);
  }

  /** Returns a connection from an owner to its child. */
  static Wire fromOwner() {
    return new Wire(ShapeTable.ofOwner(Wire.class.getClassLoader()));
  }

  static Wire cut(int blockSize) {
    Wire wire = new Wire();
    wire.blockSize = blockSize;
    return wire;
  }

  @SuppressWarnings("unchecked")
  static <T> T roundTrip(T value) {
    return (T) new Wire().send(value);
  }

  Object send(Object value) {
    writer.reset();
    writer.write(value, "value");
    deliver();
    Object received = reader.read();
    if (reader.source().remaining() != 0) {
      throw new AssertionError("left=" + reader.source().remaining());
    }
    return received;
  }

  /** What a transport does with a message. */
  void deliver() {
    for (int i = 0; i < writer.shapeCount(); i++) {
      Shape shape = writer.shape(i);
      if (sent.add(shape.id())) {
        ByteSink definition = new ByteSink();
        shape.putDefinition(definition);
        ByteSource source = new ByteSource();
        source.reset(definition);
        shapes.define(shape.id(), source);
      }
    }
    List<Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < writer.attachmentCount(); i++) {
      attachments.add(copy(writer.attachment(i)));
    }
    reader.attach(attachments);
    ByteSink sink = writer.sink();
    if (blockSize == 0) {
      byte[] all = sink.toByteArray();
      reader.source().reset(all, 0, all.length);
    } else {
      cut(sink.toByteArray());
    }
  }

  private void cut(byte[] all) {
    int count = (all.length + blockSize - 1) / blockSize;
    byte[][] blocks = new byte[count][];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = Math.min(blockSize, all.length - i * blockSize);
      blocks[i] = new byte[lengths[i] + i % 3];
      System.arraycopy(all, i * blockSize, blocks[i], 0, lengths[i]);
    }
    reader.source().reset(blocks, lengths);
  }

  /** In pieces of an odd size, as a ring that is nearly full would cut it. */
  private static Attachment copy(Attachment from) {
    Attachment to = Attachment.allocate(from.kind(), from.length());
    ByteBuffer piece = ByteBuffer.allocateDirect(4099);
    long at = 0;
    while (at < from.byteLength()) {
      piece.clear();
      from.copyOut(at, piece);
      piece.flip();
      at += to.copyIn(at, piece);
    }
    return to;
  }
}
