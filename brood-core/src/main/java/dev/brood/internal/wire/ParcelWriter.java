package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts records one after another into a {@link Parcel}. For one thread, for one parcel. */
public final class ParcelWriter {

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final @Nullable List<Attachment>[] NONE = new List[0];

  private final ByteSink bytes = new ByteSink();
  private long[] ends = new long[4];
  private @Nullable List<Attachment>[] attachments = NONE;
  private int records;

  /** Adds a record whose body is what the writer holds, with the arrays beside it. */
  public void add(ValueWriter values) {
    List<Attachment> attached = List.of();
    if (values.attachmentCount() > 0) {
      attached = new ArrayList<>();
      for (int i = 0; i < values.attachmentCount(); i++) {
        attached.add(values.attachment(i));
      }
    }
    add(values.sink(), attached);
  }

  /** Adds the definition of a shape. */
  public void addShape(Shape shape) {
    ByteSink body = new ByteSink();
    body.putByte(RecordType.SHAPE);
    body.putLength(shape.id());
    shape.putDefinition(body);
    add(body);
  }

  /** Adds a record of plain bytes. */
  public void add(ByteSink body) {
    add(body, List.of());
  }

  private void add(ByteSink body, List<Attachment> attached) {
    if (attached.isEmpty()) {
      putHeader(body.size() << 1);
    } else {
      ByteSink directory = directoryOf(attached);
      putHeader((directory.size() + body.size()) << 1 | 1);
      bytes.putBytes(directory.block(0), 0, directory.blockLength(0));
    }
    for (int i = 0; i < body.blockCount(); i++) {
      bytes.putBytes(body.block(i), 0, body.blockLength(i));
    }
    if (records == ends.length) {
      ends = Arrays.copyOf(ends, records * 2);
    }
    ends[records] = bytes.size();
    if (!attached.isEmpty()) {
      if (attachments.length <= records) {
        attachments = Arrays.copyOf(attachments, Math.max(ends.length, records + 1));
      }
      attachments[records] = attached;
    } else if (attachments.length > 0 && attachments.length <= records) {
      attachments = Arrays.copyOf(attachments, ends.length);
    }
    records++;
  }

  private void putHeader(long header) {
    long rest = header;
    while ((rest & ~0x7fL) != 0) {
      bytes.putByte((int) (rest | 0x80));
      rest >>>= 7;
    }
    bytes.putByte((int) rest);
  }

  private static ByteSink directoryOf(List<Attachment> attached) {
    ByteSink directory = new ByteSink();
    directory.putLength(attached.size());
    for (int i = 0; i < attached.size(); i++) {
      directory.putByte(attached.get(i).kind());
      directory.putLength(attached.get(i).length());
    }
    return directory;
  }

  /** Returns the parcel; this writer is used up. */
  public Parcel toParcel() {
    int count = bytes.blockCount();
    byte[][] blocks = new byte[count][];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      blocks[i] = bytes.block(i);
      lengths[i] = bytes.blockLength(i);
    }
    return new Parcel(blocks, lengths, ends, attachments, 0, records);
  }

  /** Returns a parcel of one record without attachments. */
  public static Parcel of(ByteSink body) {
    ParcelWriter writer = new ParcelWriter();
    writer.add(body);
    return writer.toParcel();
  }
}
