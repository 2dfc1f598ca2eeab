package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import java.io.ByteArrayOutputStream;
import java.util.List;

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
 * <p>A parcel may be a part of another, from some record on; they share the bytes. Where a record
 * ends is not noted anywhere: its header says so, and who cuts a parcel reads them.
 */
public final class Parcel {

  /** The arrays that travel behind a record, and where its body ends, counted over all blocks. */
  record Beside(int record, long end, List<Attachment> attachments) {}

  private final byte[][] blocks;
  private final int[] blockLengths;
  private final List<Beside> beside;
  private final int first;
  private final int records;
  private final long start;
  private final long end;

  /** Makes a parcel of {@code records} records that fill the blocks. */
  Parcel(byte[][] blocks, int[] blockLengths, List<Beside> beside, int records) {
    this(blocks, blockLengths, beside, 0, records, 0, sum(blockLengths));
  }

  /** Makes a parcel of {@code records} records that fill one block. */
  Parcel(byte[] block, List<Beside> beside, int records) {
    this(new byte[][] {block}, new int[] {block.length}, beside, 0, records, 0, block.length);
  }

  private Parcel(
      byte[][] blocks,
      int[] blockLengths,
      List<Beside> beside,
      int first,
      int records,
      long start,
      long end) {
    this.blocks = blocks;
    this.blockLengths = blockLengths;
    this.beside = beside;
    this.first = first;
    this.records = records;
    this.start = start;
    this.end = end;
  }

  /**
   * Returns a parcel of one record: the frame of {@link ByteSink#withFrame}, which ends with that.
   * The sink is the parcel's from then on.
   */
  public static Parcel of(ByteSink frame) {
    frame.endFrame(0, null);
    return new Parcel(frame.blocks(), frame.blockLengths(), List.of(), 1);
  }

  private static long sum(int[] lengths) {
    long sum = 0;
    for (int each : lengths) {
      sum += each;
    }
    return sum;
  }

  /** Returns how many records there are. */
  public int records() {
    return records;
  }

  /** Returns the records from {@code from} on up to, not including, {@code to}. */
  public Parcel part(int from, int to) {
    if (from < 0 || from > to || to > records) {
      throw new IndexOutOfBoundsException(
          "from=" + from + ", to=" + to + " of " + records + " records");
    }
    ByteSource source = new ByteSource();
    source.reset(blocks, blockLengths);
    long total = source.remaining();
    source.skip(start);
    skipRecords(source, from);
    long partStart = total - source.remaining();
    skipRecords(source, to - from);
    long partEnd = total - source.remaining();
    int last = first + to;
    List<Beside> partBeside =
        beside.stream().filter(each -> each.record >= first + from && each.record < last).toList();
    return new Parcel(
        blocks, blockLengths, partBeside, first + from, to - from, partStart, partEnd);
  }

  private static void skipRecords(ByteSource source, int count) {
    for (int i = 0; i < count; i++) {
      long header = 0;
      int shift = 0;
      byte each;
      do {
        each = source.getByte();
        header |= (each & 0x7fL) << shift;
        shift += 7;
      } while (each < 0);
      source.skip(header >>> 1);
    }
  }

  /** Returns how many bytes go over the stream. */
  public long byteLength() {
    long length = end - start;
    for (Beside each : beside) {
      for (Attachment attached : each.attachments) {
        length += attached.byteLength();
      }
    }
    return length;
  }

  /** Tells whether the parcels are at most so many bytes, and nothing goes beside them. */
  public static boolean fit(List<Parcel> parcels, int most) {
    long length = 0;
    for (Parcel each : parcels) {
      if (!each.isPlain()) {
        return false;
      }
      length += each.end - each.start;
    }
    return length <= most;
  }

  /** Returns the bytes of parcels that {@link #fit} as they go over the stream. */
  public static byte[] toBytes(List<Parcel> parcels) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Parcel each : parcels) {
      all.write(each.blocks[0], (int) each.start, (int) (each.end - each.start));
    }
    return all.toByteArray();
  }

  private boolean isPlain() {
    return beside.isEmpty() && blocks.length == 1;
  }

  /** Tells whether the parcel is at most so many bytes, and nothing goes beside them. */
  boolean fits(int most) {
    return end - start <= most && isPlain();
  }

  /** Puts the bytes of a parcel that {@link #fits} as they go over the stream. */
  void putInto(ByteSink sink) {
    sink.putBytes(blocks[0], (int) start, (int) (end - start));
  }

  /** Where the first record begins, counted over all blocks. */
  long start() {
    return start;
  }

  /** Where the last record's body ends. */
  long end() {
    return end;
  }

  /** The arrays that go between the bytes, in order. */
  List<Beside> beside() {
    return beside;
  }

  byte[] block(int index) {
    return blocks[index];
  }

  int blockLength(int index) {
    return blockLengths[index];
  }
}
