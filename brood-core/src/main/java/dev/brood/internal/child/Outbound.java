package dev.brood.internal.child;

import dev.brood.exception.NotSendableException;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The records to the owner: results, and the shapes that they need. The working thread only. */
final class Outbound {

  private static final int SMALL = 8 * 1024;

  private final OwnerLink owner;
  private final ClassLoader loader;
  private final ValueWriter values = new ValueWriter();
  private final ByteSink plain = new ByteSink();
  private final BitSet shapesSent = new BitSet();
  private final byte[] record = new byte[SMALL + 3];

  Outbound(OwnerLink owner, ClassLoader loader) {
    this.loader = loader;
    this.owner = owner;
  }

  /** Writes the result of an item; one that cannot be sent becomes the item's failure. */
  void result(@Nullable Object result) {
    values.reset();
    values.sink().putByte(RecordType.OK);
    try {
      values.write(result, "result");
    } catch (NotSendableException e) {
      failure(e);
      return;
    }
    write();
  }

  /** Writes why an item has no result. */
  void failure(Throwable cause) {
    values.reset();
    values.sink().putByte(RecordType.FAILED);
    RemoteThrowable.capture(cause, loader).put(values.sink());
    write();
  }

  /** Writes that a batch is done. */
  void batchDone(long nanos) {
    plain.reset();
    plain.putByte(RecordType.BATCH_DONE);
    plain.putLong(nanos);
    writeSmall(plain);
  }

  private void write() {
    for (int i = 0; i < values.shapeCount(); i++) {
      define(values.shape(i));
    }
    if (values.attachmentCount() == 0 && values.sink().size() <= SMALL) {
      writeSmall(values.sink());
    } else {
      writeLarge();
    }
  }

  private void define(Shape shape) {
    if (shapesSent.get(shape.id())) {
      return;
    }
    shapesSent.set(shape.id());
    plain.reset();
    plain.putByte(RecordType.SHAPE);
    plain.putLength(shape.id());
    shape.putDefinition(plain);
    writeSmall(plain);
  }

  private void writeSmall(ByteSink body) {
    int length = (int) body.size();
    int header = length << 1;
    int start = 0;
    if (header > 0x7f) {
      record[start++] = (byte) (header | 0x80);
      header >>>= 7;
    }
    if (header > 0x7f) {
      record[start++] = (byte) (header | 0x80);
      header >>>= 7;
    }
    record[start++] = (byte) header;
    System.arraycopy(body.block(0), 0, record, start, length);
    owner.write(record, 0, start + length);
  }

  private void writeLarge() {
    ParcelWriter parcel = new ParcelWriter();
    parcel.add(values);
    owner.write(parcel.toParcel());
  }
}
