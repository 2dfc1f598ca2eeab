package dev.brood.internal.message;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.stream.ByteStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as far as it has arrived. It takes what there is and goes on when more comes, so nobody
 * need wait in the middle of one. See {@link MessageFormat} for what it is made of.
 */
final class Incoming {

  private static final int FIRST_BLOCK = 256 * 1024;
  private static final int LARGEST_BLOCK = 64 << 20;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final boolean trusted;
  private final ByteBuffer header;
  private final byte kind;
  private final long length;
  private final ByteBuffer sizes = ByteBuffer.allocate(MessageFormat.SIZES);
  private @Nullable ByteBuffer head;
  private long bodyLength;
  private long bodyRead;
  private final List<ByteBuffer> blocks = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private @Nullable ByteSource definitions;
  private boolean afresh;
  private int attachment;
  private long inAttachment;

  /**
   * Begins a message.
   *
   * @param header its header, complete
   * @param trusted whether to allocate as much as the header says at once
   */
  Incoming(ByteBuffer header, boolean trusted) {
    this.header = header;
    this.trusted = trusted;
    this.kind = MessageFormat.kind(header.getLong(0));
    this.length = MessageFormat.length(header.getLong(0));
    this.bodyLength = kind == MessageFormat.VALUE_AND_MORE ? -1 : length;
    if (kind < MessageFormat.BYTES || kind > MessageFormat.VALUE_AND_MORE) {
      throw new ProtocolException("not a kind of message: kind=" + kind);
    }
  }

  boolean isBytes() {
    return kind == MessageFormat.BYTES;
  }

  long length() {
    return length;
  }

  /**
   * Takes what has come.
   *
   * @return a positive number when the message is complete, 0 when more must come, or ENDED
   */
  int take(Source from) {
    int count = 1;
    if (kind == MessageFormat.VALUE_AND_MORE) {
      count = takeHead(from);
    }
    while (count > 0 && bodyRead < bodyLength) {
      ByteBuffer block = block();
      count = from.read(block);
      bodyRead += Math.max(0, count);
    }
    while (count > 0 && attachment < attachments.size()) {
      Attachment array = attachments.get(attachment);
      if (inAttachment == array.byteLength()) {
        attachment++;
        inAttachment = 0;
      } else {
        count = from.read(array, inAttachment);
        inAttachment += Math.max(0, count);
      }
    }
    return count;
  }

  private int takeHead(Source from) {
    while (sizes.hasRemaining()) {
      int count = from.read(sizes);
      if (count <= 0) {
        return count;
      }
    }
    ByteBuffer parts = head;
    if (parts == null) {
      int headLength = sizes.getInt(0);
      bodyLength = sizes.getLong(4);
      if (headLength < 0
          || headLength > LARGEST_BLOCK
          || bodyLength < 0
          || bodyLength > length - MessageFormat.SIZES - headLength) {
        throw new ProtocolException("the parts of a message are longer than the message");
      }
      parts = ByteBuffer.allocate(headLength);
      head = parts;
    }
    while (parts.hasRemaining()) {
      int count = from.read(parts);
      if (count <= 0) {
        return count;
      }
    }
    if (definitions == null) {
      readHead(parts);
    }
    return 1;
  }

  private void readHead(ByteBuffer parts) {
    ByteSource source = new ByteSource();
    source.reset(readOf(parts), 0, parts.capacity());
    long left = length - MessageFormat.SIZES - parts.capacity() - bodyLength;
    int count = source.getLength();
    for (int i = 0; i < count; i++) {
      int arrayKind = source.getByte();
      int elements = source.getLength();
      // Allocates no more than the header has announced: no element is shorter than a byte.
      if (elements < 0 || elements > left) {
        throw new ProtocolException("the arrays of a message are longer than the message");
      }
      Attachment array = Attachment.allocate(arrayKind, elements);
      left -= array.byteLength();
      attachments.add(array);
    }
    if (left != 0) {
      throw new ProtocolException("the parts of a message are shorter than the message");
    }
    afresh = source.getByte() != 0;
    definitions = source;
  }

  /** Returns the block to read into, with room in it. */
  private ByteBuffer block() {
    if (blocks.isEmpty() || !blocks.getLast().hasRemaining()) {
      long most;
      if (trusted) {
        most = isBytes() ? LARGEST_ARRAY : LARGEST_BLOCK;
      } else {
        // Blocks grow with what has really arrived, so a false length cannot exhaust the heap.
        most =
            blocks.isEmpty()
                ? FIRST_BLOCK
                : Math.min(2L * blocks.getLast().capacity(), LARGEST_BLOCK);
      }
      blocks.add(ByteBuffer.allocate((int) Math.min(most, bodyLength - bodyRead)));
    }
    return blocks.getLast();
  }

  /** Returns all that was sent as bytes. */
  byte[] bytes() {
    if (blocks.size() == 1) {
      return blocks.getFirst().array();
    }
    byte[] all = new byte[(int) length];
    int at = 0;
    for (ByteBuffer each : blocks) {
      each.get(0, all, at, each.position());
      at += each.position();
    }
    return all;
  }

  /** Tells whether shapes that were described before count no more. */
  boolean beginsAfresh() {
    return afresh;
  }

  /** Adds the shapes that come with the message to those that are known. */
  void define(ShapeTable shapes, List<byte[]> known) {
    ByteSource source = definitions;
    if (source == null) {
      return;
    }
    int count = source.getLength();
    for (int i = 0; i < count; i++) {
      byte[] definition = new byte[source.getCount(1)];
      source.getBytes(definition, 0, definition.length);
      define(shapes, definition);
      known.add(definition);
    }
  }

  static void define(ShapeTable shapes, byte[] definition) {
    ByteSource one = new ByteSource();
    one.reset(definition, 0, definition.length);
    shapes.define(one.getLength(), one);
  }

  /** Sets a reader to the beginning of what came. */
  void open(ValueReader reader) {
    byte[][] arrays = new byte[blocks.size()][];
    int[] lengths = new int[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = blocks.get(i).array();
      lengths[i] = blocks.get(i).position();
    }
    if (arrays.length == 1) {
      reader.source().reset(arrays[0], 0, lengths[0]);
    } else {
      reader.source().reset(arrays, lengths);
    }
    reader.attach(attachments);
  }

  /**
   * Takes what has come into memory of the user's, which holds the whole message.
   *
   * @return as {@link #take}
   */
  int takeInto(Source from, MemoryTarget target) {
    long at = 0;
    for (ByteBuffer each : blocks) {
      target.put(at, each.duplicate().flip());
      at += each.position();
    }
    blocks.clear();
    int count = 1;
    while (count > 0 && bodyRead < length) {
      count = from.read(target.at(bodyRead, length));
      bodyRead += Math.max(0, count);
    }
    return count;
  }

  /** Copies what has come back from the user's memory, since the user does not wait any longer. */
  void takeBack(MemoryTarget target) {
    long taken = bodyRead;
    bodyRead = 0;
    while (bodyRead < taken) {
      ByteBuffer block = block();
      ByteBuffer part = target.at(bodyRead, taken);
      part.limit(part.position() + Math.min(part.remaining(), block.remaining()));
      bodyRead += part.remaining();
      block.put(part);
    }
  }

  /** Returns all bytes of the message that were read, for another reader to go on from. */
  byte[] soFar() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(readOf(header));
    all.writeBytes(readOf(sizes));
    ByteBuffer parts = head;
    if (parts != null) {
      all.writeBytes(readOf(parts));
    }
    for (ByteBuffer each : blocks) {
      all.writeBytes(readOf(each));
    }
    for (int i = 0; i <= attachment && i < attachments.size(); i++) {
      Attachment array = attachments.get(i);
      byte[] copy = new byte[(int) (i == attachment ? inAttachment : array.byteLength())];
      array.copyOut(0, ByteBuffer.wrap(copy));
      all.writeBytes(copy);
    }
    return all.toByteArray();
  }

  /** Returns a copy of what was read into a buffer. */
  static byte[] readOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  /** Where the bytes come from; as the reading methods of {@link ByteStream}. */
  interface Source {
    int read(ByteBuffer to);

    int read(Attachment to, long offset);
  }
}
