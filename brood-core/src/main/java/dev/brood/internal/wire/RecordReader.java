package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into records. It keeps what has arrived of a record and goes on when more
 * comes, so its reader need not wait in the middle of one. One thread at a time.
 *
 * <p>After {@link #next} has returned true, either {@link #large()} is the record, or it is small
 * and stands in {@link #buffer()} from {@link #from()} to {@link #to()} until bytes are read again.
 * Small records that follow one another without a {@link #fill} between them stand side by side.
 */
public final class RecordReader {

  /** Where the bytes come from. */
  public interface Source {

    /** Reads up to {@code length} bytes; returns how many, 0 if none have come. */
    int read(byte[] target, int offset, int length);

    /** Reads bytes into an array, from {@code offset} on; otherwise as the other form. */
    int read(Attachment target, long offset);
  }

  /** A record that was too large for the buffer, or has attachments. */
  public static final class Large {

    private final List<byte[]> blocks = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private long bodyLeft;
    private int lastLength;

    /** Returns the blocks that the body came in. */
    public byte[][] blocks() {
      return blocks.toArray(new byte[0][]);
    }

    /** Returns how much of each block is the body's. */
    public int[] blockLengths() {
      int[] lengths = new int[blocks.size()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = i == lengths.length - 1 ? lastLength : blocks.get(i).length;
      }
      return lengths;
    }

    /** Moves a source that was opened on the blocks to where the record's own content begins. */
    public void skipDirectory(ByteSource source) {
      if (attachments.isEmpty()) {
        return;
      }
      for (int i = source.getLength(); i > 0; i--) {
        source.getByte();
        source.getLength();
      }
    }

    private void readDirectory() {
      ByteSource source = new ByteSource();
      source.reset(blocks(), blockLengths());
      int count = source.getLength();
      for (int i = 0; i < count; i++) {
        int kind = source.getByte();
        int length = source.getLength();
        if (length < 0) {
          throw new ProtocolException("the length of an array is negative: length=" + length);
        }
        attachments.add(Attachment.allocate(kind, length));
      }
    }

    /** Returns the arrays that came beside the body, in order. */
    public List<Attachment> attachments() {
      return attachments;
    }
  }

  private static final int BUFFER = 64 * 1024;
  private static final int FIRST_BLOCK = 256 * 1024;
  private static final int LARGEST_BLOCK = 64 << 20;

  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private int from;
  private int to;

  private @Nullable Large growing;
  private @Nullable Large large;
  private boolean hasDirectory;
  private int filling;
  private long inAttachment;

  /** Returns the bytes in which a small record stands. */
  public byte[] buffer() {
    return buffer;
  }

  /** Returns where the next record begins in the buffer, with its header. */
  public int position() {
    return position;
  }

  /** Returns a copy of the records that were passed since one began at {@code start}. */
  public byte[] passedSince(int start) {
    return Arrays.copyOfRange(buffer, start, position);
  }

  /** Returns where the body of the small record begins. */
  public int from() {
    return from;
  }

  /** Returns where the body of the small record ends. */
  public int to() {
    return to;
  }

  /** Returns the large record, or null if the record is small. */
  public @Nullable Large large() {
    return large;
  }

  /** Lets go of a large record. */
  public void forgetLarge() {
    large = null;
  }

  /** Reads what the source has, as far as there is room; returns false if it had nothing. */
  public boolean fill(Source source) {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int count = limit == BUFFER ? 0 : source.read(buffer, limit, BUFFER - limit);
    limit += count;
    return count > 0;
  }

  /**
   * Moves to the next record. Reads from the source only on behalf of a large one; returns false
   * when what has arrived is not enough, then {@link #fill} and try again.
   */
  public boolean next(Source source) {
    large = null;
    if (growing != null) {
      return grow(growing, source);
    }
    int at = position;
    if (at < limit) {
      // Nearly all are so short that one byte says how long they are.
      int header = buffer[at];
      if ((header & 0x81) == 0 && header >> 1 < limit - at) {
        from = at + 1;
        to = from + (header >> 1);
        position = to;
        return true;
      }
    }
    return nextOfAnyLength(source);
  }

  private boolean nextOfAnyLength(Source source) {
    int at = position;
    long header = 0;
    for (int shift = 0; ; shift += 7) {
      if (at == limit) {
        return false;
      }
      byte next = buffer[at++];
      header |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
      if (shift == 56) {
        throw new ProtocolException("the header of a record is longer than 9 bytes");
      }
    }
    long length = header >>> 1;
    if ((header & 1) == 0 && length <= BUFFER - 9) {
      if (length > limit - at) {
        return false;
      }
      from = at;
      to = at + (int) length;
      position = to;
      return true;
    }
    position = at;
    Large begun = new Large();
    begun.bodyLeft = length;
    hasDirectory = (header & 1) != 0;
    filling = 0;
    inAttachment = 0;
    growing = begun;
    return grow(begun, source);
  }

  /**
   * Opens a source on what has arrived of the records that come next, with their headers. Lets go
   * of a large record.
   */
  public void open(ByteSource source) {
    large = null;
    source.reset(buffer, position, growing == null ? limit : position);
  }

  /** Goes on with the record that a source is at which was opened here. */
  public void goOnBehind(ByteSource source) {
    position = limit - (int) source.remaining();
  }

  /**
   * Moves past the small records that come next and are of a type up to {@code lastType}, the first
   * byte of their bodies, as far as they have arrived. Returns how many there were; after this
   * {@link #next} finds what is none of them.
   */
  public int passSmall(int lastType) {
    if (growing != null) {
      return 0;
    }
    byte[] bytes = buffer;
    int end = limit;
    int at = position;
    int count = 0;
    // Records side by side are mostly alike, so where one ends is known before its header is read.
    int beginningOfLast = -1;
    int sizeOfLast = 0;
    while (end - at >= 2) {
      int header = bytes[at];
      int body = at + 1;
      if (beginning(bytes, at) == beginningOfLast && sizeOfLast <= end - at) {
        at += sizeOfLast;
        count++;
        continue;
      }
      if (header < 0) {
        // Two bytes of header reach to 8 kB; longer ones are left to the general way.
        if (bytes[body] < 0) {
          break;
        }
        header = (header & 0x7f) | (bytes[body++] << 7);
      }
      int length = header >>> 1;
      if ((header & 1) != 0 || length == 0 || length > end - body || bytes[body] > lastType) {
        break;
      }
      if (body == at + 1) {
        beginningOfLast = beginning(bytes, at);
        sizeOfLast = 1 + length;
      }
      at = body + length;
      count++;
    }
    position = at;
    return count;
  }

  /** The first two bytes of a record: of a small one its length, and its type. */
  private static int beginning(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private boolean grow(Large record, Source source) {
    while (record.bodyLeft > 0) {
      if (!readBody(record, source)) {
        return false;
      }
    }
    if (hasDirectory) {
      record.readDirectory();
      hasDirectory = false;
    }
    if (!readAttachments(record, source)) {
      return false;
    }
    growing = null;
    large = record;
    return true;
  }

  private boolean readBody(Large record, Source source) {
    List<byte[]> blocks = record.blocks;
    if (blocks.isEmpty() || record.lastLength == blocks.getLast().length) {
      // Blocks grow with what has really arrived, so a false length cannot exhaust the heap.
      int size =
          blocks.isEmpty() ? FIRST_BLOCK : Math.min(blocks.getLast().length * 2, LARGEST_BLOCK);
      blocks.add(new byte[(int) Math.min(size, record.bodyLeft)]);
      record.lastLength = 0;
    }
    byte[] block = blocks.getLast();
    int count = read(source, block, record.lastLength, block.length - record.lastLength);
    record.lastLength += count;
    record.bodyLeft -= count;
    return count > 0;
  }

  private int read(Source source, byte[] target, int offset, int length) {
    if (position < limit) {
      int count = Math.min(length, limit - position);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      return count;
    }
    return source.read(target, offset, length);
  }

  private boolean readAttachments(Large record, Source source) {
    while (filling < record.attachments.size()) {
      Attachment attachment = record.attachments.get(filling);
      if (inAttachment == attachment.byteLength()) {
        filling++;
        inAttachment = 0;
        continue;
      }
      int count = copyFromBuffer(attachment);
      if (count == 0) {
        count = source.read(attachment, inAttachment);
      }
      if (count == 0) {
        return false;
      }
      inAttachment += count;
    }
    return true;
  }

  private int copyFromBuffer(Attachment attachment) {
    ByteBuffer arrived = ByteBuffer.wrap(buffer, position, limit - position);
    int count = attachment.copyIn(inAttachment, arrived);
    position += count;
    return count;
  }
}
