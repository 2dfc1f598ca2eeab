package dev.brood.internal.child;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.wire.RecordReader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records from the owner, one at a time, and the values in them. The working thread only. */
final class Inbound implements RecordReader.Source {

  private final RecordReader.Source rest;
  private final byte[] first;
  private int firstRead;
  private final RecordReader records = new RecordReader();
  private final ShapeTable shapes;
  private final ValueReader values;

  /**
   * Opens the stream; {@code first} is how it begins, before the bytes that {@code rest} brings.
   */
  Inbound(RecordReader.Source rest, ClassLoader loader, byte[] first) {
    this.rest = rest;
    this.first = first;
    this.shapes = ShapeTable.ofOwner(loader);
    this.values = new ValueReader(shapes);
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = Math.min(length, first.length - firstRead);
    if (count > 0) {
      System.arraycopy(first, firstRead, target, offset, count);
      firstRead += count;
      return count;
    }
    return rest.read(target, offset, length);
  }

  @Override
  public int read(Attachment target, long offset) {
    return rest.read(target, offset);
  }

  /** Waits for the next record and returns its body; what is read of it are numbers and values. */
  ByteSource next() {
    while (!records.next(this)) {
      records.fill(this);
    }
    open(values, records.large());
    return values.source();
  }

  /**
   * Takes the records that come next as long as they have arrived and are numbers of one kind, and
   * no more than {@code most}; returns how many.
   */
  int numbers(NumberRow row, int most) {
    records.open(values.source());
    int count = row.read(values, most);
    records.goOnBehind(values.source());
    return count;
  }

  private void open(ValueReader reader, RecordReader.@Nullable Large large) {
    if (large == null) {
      reader.source().reset(records.buffer(), records.from(), records.to());
    } else {
      reader.source().reset(large.blocks(), large.blockLengths());
      reader.attach(large.attachments());
      large.skipDirectory(reader.source());
    }
  }

  /** Reads a value of the record. */
  @Nullable Object value() {
    // For a number no code of the user runs, which is what the general way watches over.
    Integer number = values.readIntegerAtOnce();
    return number != null ? number : read(values);
  }

  private static @Nullable Object read(ValueReader reader) {
    ChildIdentity.decodingBegins(Thread.currentThread());
    try {
      return reader.read();
    } finally {
      ChildIdentity.decodingEnds();
    }
  }

  /** Lets go of the record, which may hold more than the heap has room for twice. */
  void forget() {
    if (records.large() != null) {
      records.forgetLarge();
      values.clear();
    }
  }

  /** Takes in a shape that the record defines. */
  void defineShape() {
    ByteSource source = values.source();
    shapes.define(source.getLength(), source);
  }

  /** A value that is decoded when it is first wanted, so that what goes wrong is the wanter's. */
  static final class Later {

    private @Nullable ValueReader unread;
    private @Nullable Object value;

    /** Returns the value. */
    Object get() {
      ValueReader reader = unread;
      if (reader != null) {
        value = Inbound.read(reader);
        unread = null;
      }
      return Objects.requireNonNull(value);
    }
  }

  /** Sets aside the value that the record goes on with. */
  Later later() {
    Later later = new Later();
    ValueReader reader = new ValueReader(shapes);
    RecordReader.Large large = records.large();
    long read = values.source().remaining();
    if (large == null) {
      byte[] bytes = new byte[(int) read];
      values.source().getBytes(bytes, 0, bytes.length);
      reader.source().reset(bytes, 0, bytes.length);
    } else {
      open(reader, large);
      reader.source().skip(reader.source().remaining() - read);
    }
    later.unread = reader;
    return later;
  }
}
