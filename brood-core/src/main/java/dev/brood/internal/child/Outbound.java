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
  private final ParcelWriter records = new ParcelWriter();
  private final ValueWriter values = records.values();
  private final ByteSink plain = new ByteSink();
  private long plainMark;
  private final BitSet shapesSent = new BitSet();

  Outbound(OwnerLink owner, ClassLoader loader) {
    this.owner = owner;
    this.loader = loader;
  }

  /** Writes the result of an item if that takes no more than a store into a ring; else false. */
  boolean resultAtOnce(@Nullable Object result) {
    long number = ValueWriter.framedNumber(RecordType.OK, result);
    return number != 0 && owner.write(number, ValueWriter.lengthOfFramed(number));
  }

  /** Writes the result of an item, and returns null; or writes nothing and returns why. */
  @Nullable Throwable result(@Nullable Object result) {
    records.reset();
    if (values.putFramedNumber(RecordType.OK, result)) {
      writeSmall(values.sink());
      return null;
    }
    records.begin().putByte(RecordType.OK);
    try {
      values.write(result, "result");
    } catch (NotSendableException | OutOfMemoryError e) {
      return e;
    }
    records.end();
    write();
    return null;
  }

  /** Writes why an item has no result. */
  void failure(Throwable cause) {
    records.reset();
    RemoteThrowable remote = RemoteThrowable.capture(cause, loader);
    ByteSink record = records.begin();
    record.putByte(RecordType.FAILED);
    remote.put(record);
    records.end();
    write();
  }

  /** Writes that an item was called off before it began. */
  void skipped() {
    beginPlain(RecordType.SKIPPED);
    writePlain();
  }

  /** Writes that a batch is done. */
  void batchDone(long nanos) {
    writeNumber(RecordType.BATCH_DONE, nanos);
  }

  /** Writes that single calls are done, which took so long together. */
  void callsDone(int calls, long nanos) {
    beginPlain(RecordType.CALLS_DONE);
    plain.putLength(calls);
    plain.putLong(nanos);
    writePlain();
  }

  private void writeNumber(byte type, long number) {
    beginPlain(type);
    plain.putLong(number);
    writePlain();
  }

  private void beginPlain(byte type) {
    plain.reset();
    plainMark = plain.beginFrame();
    plain.putByte(type);
  }

  private void writePlain() {
    plain.endFrame(plainMark, null);
    writeSmall(plain);
  }

  /** Writes how much of the heap is in use. */
  void heapInUse(long bytes) {
    writeNumber(RecordType.HEAP_IN_USE, bytes);
  }

  private void write() {
    for (int i = 0; i < values.shapeCount(); i++) {
      define(values.shape(i));
    }
    if (values.attachmentCount() == 0 && values.sink().size() <= SMALL) {
      writeSmall(values.sink());
    } else {
      // Resets the writer, so that the result is garbage when the next item comes.
      owner.write(records.toParcel());
    }
  }

  private void define(Shape shape) {
    if (shapesSent.get(shape.id())) {
      return;
    }
    shapesSent.set(shape.id());
    ParcelWriter definition = new ParcelWriter();
    definition.addShape(shape);
    owner.write(definition.toParcel());
  }

  private void writeSmall(ByteSink record) {
    owner.write(record.block(0), 0, (int) record.size());
  }
}
