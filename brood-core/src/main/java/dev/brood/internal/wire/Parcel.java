package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records encoded one after another, ready to be written to a stream. Immutable, but for the arrays
 * that are attached: they are the user's own until they are written.
 *
 * <p>A record in the stream:
 *
 * <pre>
 * header       7 bits a byte, lowest first: the length of the body times 2, plus 1 with attachments
 * body         with attachments it begins with their directory: how many (7 bits a byte), and for each
 *              its kind (1) and its number of elements (7 bits a byte)
 * attachments  the bytes of one after another
 * </pre>
 *
 * <p>A parcel may be a part of another, from some record on; they share the bytes.
 */
public final class Parcel {

  private final byte[][] blocks;
  private final int[] blockLengths;
  private final long[] ends;
  private final @Nullable List<Attachment>[] attachments;
  private final int from;
  private final int to;

  Parcel(
      byte[][] blocks,
      int[] blockLengths,
      long[] ends,
      @Nullable List<Attachment>[] attachments,
      int from,
      int to) {
    this.blocks = blocks;
    this.blockLengths = blockLengths;
    this.ends = ends;
    this.attachments = attachments;
    this.from = from;
    this.to = to;
  }

  /** Returns how many records there are. */
  public int records() {
    return to - from;
  }

  /** Returns the records from {@code record} on up to, not including, {@code end}. */
  public Parcel part(int record, int end) {
    if (record < 0 || record > end || end > records()) {
      throw new IndexOutOfBoundsException(
          "record=" + record + ", end=" + end + " of " + records() + " records");
    }
    return new Parcel(blocks, blockLengths, ends, attachments, from + record, from + end);
  }

  /** Returns how many bytes go over the stream. */
  public long byteLength() {
    long length = end() - start();
    for (int record = from; record < to; record++) {
      List<Attachment> attached = attachmentsOf(record);
      if (attached != null) {
        for (Attachment each : attached) {
          length += each.byteLength();
        }
      }
    }
    return length;
  }

  /** Tells whether the parcels are at most so many bytes, and nothing goes beside them. */
  public static boolean fit(List<Parcel> parcels, int most) {
    long length = 0;
    for (Parcel each : parcels) {
      if (each.attachments.length > 0 || each.blocks.length > 1) {
        return false;
      }
      length += each.end() - each.start();
    }
    return length <= most;
  }

  /** Returns the bytes of parcels that {@link #fit} as they go over the stream. */
  public static byte[] toBytes(List<Parcel> parcels) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Parcel each : parcels) {
      all.write(each.blocks[0], (int) each.start(), (int) (each.end() - each.start()));
    }
    return all.toByteArray();
  }

  /** Where the first record begins, counted over all blocks. */
  long start() {
    return from == 0 ? 0 : ends[from - 1];
  }

  /** Where the last record's body ends. */
  long end() {
    return to == 0 ? 0 : ends[to - 1];
  }

  int firstRecord() {
    return from;
  }

  int lastRecord() {
    return to;
  }

  long endOf(int record) {
    return ends[record];
  }

  @Nullable List<Attachment> attachmentsOf(int record) {
    return attachments.length == 0 ? null : attachments[record];
  }

  byte[] block(int index) {
    return blocks[index];
  }

  int blockLength(int index) {
    return blockLengths[index];
  }
}
