package dev.brood.internal.supervise;

import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to decode the results of one worker: the classes of the caller, and the shapes that
 * the worker has defined. The results are decoded by the threads that want them.
 */
final class Decoding {

  private final String worker;
  private final ShapeTable shapes;

  /** Prepares to decode; {@code worker} is how stack traces call the peer. */
  Decoding(ClassLoader loader, String worker) {
    this.worker = worker;
    this.shapes = new ShapeTable(loader, null);
  }

  /** Takes in a shape that the worker defines; the holder of the turn. */
  void defineShape(ByteSource source) {
    shapes.define(source.getLength(), source);
  }

  /** Results that stand in {@code records} one after another, each with its length before it. */
  ResultRun run(long firstIndex, int count, byte[] records) {
    return new SmallResults(firstIndex, count, records);
  }

  private final class SmallResults extends ResultRun {

    private final ValueReader values = new ValueReader(shapes);
    private final byte[] records;
    private int position;

    SmallResults(long firstIndex, int count, byte[] records) {
      super(firstIndex, count);
      this.records = records;
      values.source().reset(records, 0, 0);
    }

    @Override
    public boolean mayHaveFailed() {
      int at = position;
      while (records[at] < 0) {
        at++;
      }
      return records[at + 1] != RecordType.OK;
    }

    @Override
    public @Nullable Object next() {
      int at = position;
      int header = records[at++];
      if (header < 0) {
        header &= 0x7f;
        byte each;
        int shift = 7;
        do {
          each = records[at++];
          header |= (each & 0x7f) << shift;
          shift += 7;
        } while (each < 0);
      }
      position = at + (header >>> 1);
      values.source().move(at, position);
      return decode(values);
    }
  }

  /** A result that came as a large record. */
  ResultRun large(long index, RecordReader.Large record) {
    return new ResultRun(index, 1) {
      @Override
      public @Nullable Object next() {
        ValueReader values = new ValueReader(shapes);
        values.source().reset(record.blocks(), record.blockLengths());
        values.attach(record.attachments());
        record.skipDirectory(values.source());
        return decode(values);
      }
    };
  }

  private @Nullable Object decode(ValueReader values) {
    try {
      if (values.source().getByte() == RecordType.OK) {
        return values.read();
      }
      return new Failure(RemoteThrowable.get(values.source()).rebuild(shapes, worker));
    } catch (Throwable t) {
      // Decoding runs users' code. Whatever it throws is this item's failure and nobody else's.
      return new Failure(t);
    }
  }
}
