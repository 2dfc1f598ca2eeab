package dev.brood.internal.engine;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.launch.LinkedChild;
import dev.brood.internal.supervise.WorkerLink;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.ItemRange;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.RecordType;
import java.util.BitSet;

/** The link to a worker that is a child JVM. */
final class ChildWorkerLink implements WorkerLink, RecordReader.Source {

  /** Reads a megabyte at a time, so that one worker's large result does not keep the turn. */
  private static final int MAX_FILLS = 16;

  private static final Parcel EXIT = exitOrder();

  private final LinkedChild child;
  private final Link link;
  private final Outbox outbox;
  private final Announcement announcement = new Announcement();
  private final RecordReader records = new RecordReader();
  private final ByteSource plain = new ByteSource();
  private final Decoding decoding;
  private final BitSet known = new BitSet();
  private boolean ended;
  private boolean closed;
  private long bytesIn;

  /** Whether the worker has been told to ring; cleared by the loop's thread when it did. */
  private volatile boolean awaitsBell;

  ChildWorkerLink(LinkedChild child, Decoding decoding) {
    this.child = child;
    this.link = child.link();
    this.outbox = new Outbox(link.writer());
    this.decoding = decoding;
  }

  private static Parcel exitOrder() {
    ByteSink record = ByteSink.withFrame(Long.BYTES);
    record.putByte(RecordType.EXIT);
    return Parcel.of(record);
  }

  /** The loop's thread: the bell rang. */
  void rang() {
    awaitsBell = false;
  }

  @Override
  public long pid() {
    return child.pid();
  }

  /** Sends a batch, and before it what the worker needs to understand it. */
  @Override
  public void give(Batch batch) {
    EncodedBatch encoded = (EncodedBatch) batch;
    if (!announcement.goesOnWith(encoded)) {
      announcement.sendTo(outbox);
    }
    for (Definition definition : encoded.definitions()) {
      if (!known.get(definition.id())) {
        known.set(definition.id());
        outbox.add(definition.parcel());
      }
    }
    announcement.add(encoded);
  }

  private void send(Parcel order) {
    announcement.sendTo(outbox);
    outbox.add(order);
  }

  @Override
  public void forget(TaskFunction function) {
    SentFunction sent = (SentFunction) function;
    if (known.get(sent.definition().id())) {
      known.clear(sent.definition().id());
      send(sent.forgetOrder());
    }
  }

  @Override
  public void limitHeap(long bytes) {
    ByteSink record = ByteSink.withFrame(2 * Long.BYTES);
    record.putByte(RecordType.HEAP_LIMIT);
    record.putLong(bytes);
    send(Parcel.of(record));
  }

  @Override
  public void retire() {
    send(EXIT);
  }

  @Override
  public void pump() {
    if (!closed) {
      announcement.sendTo(outbox);
      outbox.pump();
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = link.reader().read(target, offset, length);
    bytesIn += count;
    return count;
  }

  @Override
  public int read(Attachment target, long offset) {
    int count = link.reader().read(target, offset);
    bytesIn += count;
    return count;
  }

  @Override
  public boolean drain(Receiver receiver) {
    int fills = 0;
    while (!closed && hasBytes() && fills < MAX_FILLS && records.fill(this)) {
      fills++;
      passRecords(receiver);
    }
    return fills > 0;
  }

  @Override
  public void catchUp() {
    if (!closed) {
      var _ = link.reader().hasUnflushed();
    }
  }

  private boolean hasBytes() {
    return ended ? link.reader().hasUnflushed() : link.reader().hasBytes();
  }

  /** Passes on the records that are complete. Small values side by side go as one. */
  private void passRecords(Receiver receiver) {
    do {
      int start = records.position();
      int count = records.passSmall(RecordType.OK);
      if (count > 0) {
        receiver.onResults(decoding.run(count, 0, records.passedSince(start)));
      }
    } while (passOther(receiver));
  }

  /** Passes on the next record by itself; returns false if it has not all arrived. */
  private boolean passOther(Receiver receiver) {
    int start = records.position();
    if (!records.next(this)) {
      return false;
    }
    RecordReader.Large large = records.large();
    if (large != null) {
      receiver.onResults(decoding.large(large));
      records.forgetLarge();
      return true;
    }
    plain.reset(records.buffer(), records.from(), records.to());
    byte type = plain.getByte();
    if (type <= RecordType.FAILED) {
      int failures = type == RecordType.OK ? 0 : 1;
      receiver.onResults(decoding.run(1, failures, records.passedSince(start)));
    } else if (type == RecordType.SKIPPED) {
      receiver.onSkipped();
    } else if (type == RecordType.BATCH_DONE) {
      receiver.onBatchDone(plain.getLong());
    } else if (type == RecordType.CALLS_DONE) {
      passCallsDone(receiver, plain.getLength(), plain.getLong());
    } else if (type == RecordType.HEAP_IN_USE) {
      receiver.onHeapInUse(plain.getLong());
    } else if (type == RecordType.SHAPE) {
      decoding.defineShape(plain);
    } else {
      throw new ProtocolException("type=" + type + " of a record is unknown to an owner");
    }
    return true;
  }

  /** The worker does not know that each call is a batch of its own here. */
  private static void passCallsDone(Receiver receiver, int calls, long nanos) {
    for (int i = 0; i < calls; i++) {
      receiver.onBatchDone(nanos / calls);
    }
  }

  @Override
  public void ended() {
    ended = true;
  }

  @Override
  public boolean sleepUntilBell() {
    if (closed) {
      return false;
    }
    boolean space = !outbox.isEmpty() && link.writer().waitForSpace();
    if (awaitsBell) {
      return space;
    }
    // Before asking: the bell may ring, and rang() be called, while this thread is still here.
    awaitsBell = true;
    if (link.reader().waitForBytes()) {
      awaitsBell = false;
      return true;
    }
    return space;
  }

  @Override
  public void lookingAgain() {
    link.reader().lookingAgain();
    awaitsBell = false;
  }

  @Override
  public boolean worthLooking() {
    return link.reader().worthLooking();
  }

  @Override
  public long started() {
    return link.started();
  }

  @Override
  public long heartbeats() {
    return link.heartbeats();
  }

  @Override
  public void interrupt(long item) {
    link.frames().sendLong(FrameType.INTERRUPT, item);
  }

  @Override
  public void callOff(long firstItem, long lastItem) {
    sendRange(FrameType.CALL_OFF, firstItem, lastItem);
  }

  @Override
  public void takeBack(long firstItem, long lastItem) {
    sendRange(FrameType.TAKE_BACK, firstItem, lastItem);
  }

  private void sendRange(byte type, long firstItem, long lastItem) {
    byte[] range = new ItemRange(firstItem, lastItem).toBytes();
    link.frames().send(type, range, 0, range.length);
  }

  @Override
  public long residentBytes() {
    return child.residentBytes();
  }

  @Override
  public long bytesOut() {
    return outbox.written();
  }

  @Override
  public long bytesIn() {
    return bytesIn;
  }

  @Override
  public void terminate() {
    child.terminate();
  }

  @Override
  public void kill() {
    child.kill();
  }

  @Override
  public void close() {
    closed = true;
    child.close();
  }
}
