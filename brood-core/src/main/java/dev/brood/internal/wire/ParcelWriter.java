package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts records one after another into a {@link Parcel}. Begin a record, put its bytes and values,
 * end it. For one thread; used again for the next parcel.
 */
public final class ParcelWriter {

  private static final int FIRST = 4;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final @Nullable List<Attachment>[] NONE = new List[0];

  private final ValueWriter values = new ValueWriter();
  private long[] ends = new long[FIRST];
  private @Nullable List<Attachment>[] attachments = NONE;
  private int records;
  private long mark;
  private int attachedBefore;

  /** Begins a record and returns where its bytes go. */
  public ByteSink begin() {
    mark = values.sink().beginFrame();
    attachedBefore = values.attachmentCount();
    return values.sink();
  }

  /** Returns where the values of the record go. */
  public ValueWriter values() {
    return values;
  }

  /** Ends the record that was begun. */
  public void end() {
    if (values.attachmentCount() == attachedBefore) {
      values.sink().endFrame(mark, null);
    } else {
      endWithAttachments();
    }
    if (records == ends.length) {
      ends = Arrays.copyOf(ends, records * 2);
    }
    ends[records++] = values.sink().size();
  }

  private void endWithAttachments() {
    List<Attachment> attached = new ArrayList<>();
    for (int i = attachedBefore; i < values.attachmentCount(); i++) {
      attached.add(values.attachment(i));
    }
    ByteSink directory = new ByteSink();
    directory.putLength(attached.size());
    for (Attachment each : attached) {
      directory.putByte(each.kind());
      directory.putLength(each.length());
    }
    values.sink().endFrame(mark, directory);
    if (attachments.length <= records) {
      attachments = Arrays.copyOf(attachments, Math.max(FIRST, records * 2));
    }
    attachments[records] = attached;
  }

  /** Adds a record that defines a shape. */
  public void addShape(Shape shape) {
    ByteSink body = begin();
    body.putByte(RecordType.SHAPE);
    body.putLength(shape.id());
    shape.putDefinition(body);
    end();
  }

  /**
   * Returns the parcel and makes this writer ready for the next; drops a record that was not ended.
   */
  public Parcel toParcel() {
    ByteSink bytes = values.sink();
    int count = bytes.blockCount();
    byte[][] blocks = new byte[count][];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = bytes.blockLength(i);
      // The sink keeps its only block; of several it lets go.
      blocks[i] = count == 1 ? Arrays.copyOf(bytes.block(0), lengths[0]) : bytes.block(i);
    }
    long[] all = Arrays.copyOf(ends, records);
    @Nullable List<Attachment>[] beside =
        attachments.length == 0 ? NONE : Arrays.copyOf(attachments, records);
    Parcel parcel = new Parcel(blocks, lengths, all, beside, 0, records);
    reset();
    return parcel;
  }

  /** Drops everything. */
  public void reset() {
    values.reset();
    attachments = NONE;
    records = 0;
    if (ends.length > 1 << 16) {
      ends = new long[FIRST];
    }
  }

  /** Returns a parcel of one record with these bytes. */
  public static Parcel of(ByteSink body) {
    ParcelWriter writer = new ParcelWriter();
    ByteSink bytes = writer.begin();
    for (int i = 0; i < body.blockCount(); i++) {
      bytes.putBytes(body.block(i), 0, body.blockLength(i));
    }
    writer.end();
    return writer.toParcel();
  }
}
