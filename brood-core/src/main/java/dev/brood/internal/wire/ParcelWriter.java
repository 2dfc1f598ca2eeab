package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.util.Pushback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts records one after another into a {@link Parcel}. Begin a record, put its bytes and values,
 * end it. For one thread; used again for the next parcel.
 */
public final class ParcelWriter {

  private final ValueWriter values = new ValueWriter();
  private List<Parcel.Beside> beside = List.of();
  private int records;
  private long mark;
  private int attachedBefore;

  /** Begins a record and returns where its bytes go. */
  public ByteSink begin() {
    mark = values.sink().beginFrame();
    attachedBefore = values.attachmentCount();
    values.beginRecord();
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
    records++;
  }

  /** Returns how many records were ended since the last parcel. */
  public int records() {
    return records;
  }

  /** Drops the record that was begun, whose value could not be put. */
  public void drop() {
    values.sink().dropFrame(mark);
  }

  private void endWithAttachments() {
    List<Attachment> attached = new ArrayList<>();
    for (int i = attachedBefore; i < values.attachmentCount(); i++) {
      attached.add(values.attachment(i));
    }
    ByteSink directory = new ByteSink();
    directory.putLength(attached.size());
    for (Attachment each : attached) {
      each.putForm(directory);
    }
    values.sink().endFrame(mark, directory);
    if (beside.isEmpty()) {
      beside = new ArrayList<>();
    }
    beside.add(new Parcel.Beside(records, values.sink().size(), attached));
  }

  /** Adds a record that is an Integer, Long or Double; returns false if the value is not. */
  public boolean addNumber(Object value) {
    boolean added = values.putFramedNumber(ValueWriter.NO_TYPE, value);
    if (added) {
      records++;
    }
    return added;
  }

  /**
   * Adds records that are a number each, up to the first value of the input that is none, or for
   * which {@link #addNumber} is needed; as long as there are fewer than {@code most} in all.
   */
  public void addNumbers(Pushback input, int most) {
    long before = input.taken();
    try {
      values.putFramedNumbers(input, most - records);
    } finally {
      records += (int) (input.taken() - before);
    }
  }

  /** Adds a record that defines a shape. */
  public void addShape(Shape shape) {
    ByteSink body = begin();
    body.putByte(RecordType.SHAPE);
    body.putLength(shape.id());
    shape.putDefinition(body);
    end();
  }

  /** Adds records that define all shapes which the values of another writer need. */
  public void addShapesOf(ValueWriter others) {
    for (int i = 0; i < others.shapeCount(); i++) {
      addShape(others.shape(i));
    }
  }

  /** Returns the parcel and makes this writer ready for the next. */
  public Parcel toParcel() {
    ByteSink bytes = values.sink();
    // The sink keeps its only block; of several it lets go.
    Parcel parcel =
        bytes.blockCount() == 1
            ? new Parcel(Arrays.copyOf(bytes.block(0), bytes.blockLength(0)), beside, records)
            : new Parcel(bytes.blocks(), bytes.blockLengths(), beside, records);
    reset();
    return parcel;
  }

  /** Drops everything. */
  public void reset() {
    values.reset();
    beside = List.of();
    records = 0;
  }
}
