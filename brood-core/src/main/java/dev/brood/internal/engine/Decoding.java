package dev.brood.internal.engine;

import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.util.NumberKind;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to decode the results of one worker: the classes of the caller, and the shapes that
 * the worker has defined. The results are decoded by the threads that want them.
 */
final class Decoding {

  private final String worker;
  private final long pid;
  private final ShapeTable shapes;

  /** Prepares to decode; {@code worker} is how stack traces call the peer. */
  Decoding(ClassLoader loader, String worker, long pid) {
    this.worker = worker;
    this.pid = pid;
    this.shapes = new ShapeTable(loader, null);
  }

  /** Takes in a shape that the worker defines; the holder of the turn. */
  void defineShape(ByteSource source) {
    shapes.define(source.getLength(), source);
  }

  /** Results that stand in {@code records} one after another, each with its length before it. */
  ResultRun run(int count, int failures, byte[] records) {
    return new SmallResults(count, failures, records, 0);
  }

  private final class SmallResults extends ResultRun {

    private final byte[] records;
    private int position;
    private @Nullable ValueReader reader;

    SmallResults(int count, int failures, byte[] records, int position) {
      super(count, failures);
      this.records = records;
      this.position = position;
    }

    /** Only whoever decodes needs one, and that is another thread than made this. */
    private ValueReader reader() {
      ValueReader made = reader;
      if (made == null) {
        made = new ValueReader(shapes);
        made.source().reset(records, 0, 0);
        reader = made;
      }
      return made;
    }

    @Override
    protected ResultRun splitOff(int results) {
      SmallResults first = new SmallResults(results, 0, records, position);
      for (int i = 0; i < results; i++) {
        passRecord();
      }
      return first;
    }

    @Override
    protected @Nullable NumberKind kindOfNext() {
      ValueReader values = reader();
      values.source().move(position, records.length);
      return values.kindOfFramedNumber(RecordType.OK);
    }

    @Override
    protected int decodeNumbers(NumberKind kind, long[] into, int at, int most) {
      ValueReader values = reader();
      values.source().move(position, records.length);
      int count = values.readFramedNumbers(RecordType.OK, kind, into, at, most);
      position = records.length - (int) values.source().remaining();
      return count;
    }

    @Override
    protected @Nullable Object decode() {
      int body = passRecord();
      ValueReader values = reader();
      values.source().move(body, position);
      return Decoding.this.decode(values);
    }

    /** Moves behind the next record, and returns where its body begins. */
    private int passRecord() {
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
      return at;
    }
  }

  /** A result that came as a large record. */
  ResultRun large(RecordReader.Large record) {
    ValueReader values = new ValueReader(shapes);
    values.source().reset(record.blocks(), record.blockLengths());
    values.attach(record.attachments());
    record.skipDirectory(values.source());
    boolean failed = values.source().getByte() != RecordType.OK;
    return new ResultRun(1, failed ? 1 : 0) {
      @Override
      protected @Nullable Object decode() {
        return decodeBody(values, failed);
      }
    };
  }

  private @Nullable Object decode(ValueReader values) {
    return decodeBody(values, values.source().getByte() != RecordType.OK);
  }

  private @Nullable Object decodeBody(ValueReader values, boolean failed) {
    try {
      if (!failed) {
        return values.read();
      }
      return Failure.ofTask(RemoteThrowable.get(values.source()).rebuild(shapes, worker), pid);
    } catch (Throwable t) {
      // Decoding runs users' code. Whatever it throws is this item's failure and nobody else's.
      return Failure.ofTask(t, pid);
    }
  }
}
