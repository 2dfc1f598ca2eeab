package dev.brood.internal.supervise;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.launch.LinkedChild;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.RecordType;

/** The link to a worker that is a child JVM. */
final class ChildWorkerLink implements WorkerLink, RecordReader.Source {

  /** Reads a megabyte at a time, so that one worker's large result does not keep the turn. */
  private static final int MAX_FILLS = 16;

  private final LinkedChild child;
  private final Link link;
  private final Outbox outbox;
  private final RecordReader records = new RecordReader();
  private final ByteSource plain = new ByteSource();
  private final Decoding decoding;
  private boolean ended;
  private boolean closed;

  /** Whether the worker has been told to ring; cleared by the loop's thread when it did. */
  private volatile boolean awaitsBell;

  ChildWorkerLink(LinkedChild child, Decoding decoding) {
    this.child = child;
    this.link = child.link();
    this.outbox = new Outbox(link.writer());
    this.decoding = decoding;
  }

  /** The loop's thread: the bell rang. */
  void rang() {
    awaitsBell = false;
  }

  @Override
  public long pid() {
    return child.pid();
  }

  @Override
  public void send(Parcel parcel) {
    outbox.add(parcel);
  }

  @Override
  public void pump() {
    if (!closed) {
      outbox.pump();
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return link.reader().read(target, offset, length);
  }

  @Override
  public int read(Attachment target, long offset) {
    return link.reader().read(target, offset);
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

  private boolean hasBytes() {
    return ended ? link.reader().hasUnflushed() : link.reader().hasBytes();
  }

  /** Passes on the records that are complete. Small results side by side go as one. */
  private void passRecords(Receiver receiver) {
    do {
      int start = records.position();
      int count = records.passSmall(RecordType.FAILED);
      if (count > 0) {
        receiver.onResults(records.passedSince(start), count, decoding);
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
      receiver.onLargeResult(large, decoding);
      records.forgetLarge();
      return true;
    }
    plain.reset(records.buffer(), records.from(), records.to());
    byte type = plain.getByte();
    if (type <= RecordType.FAILED) {
      // Too long to be passed with others.
      receiver.onResults(records.passedSince(start), 1, decoding);
    } else if (type == RecordType.BATCH_DONE) {
      receiver.onBatchDone(plain.getLong());
    } else if (type == RecordType.SHAPE) {
      decoding.defineShape(plain);
    } else {
      throw new ProtocolException("type=" + type + " of a record is unknown to an owner");
    }
    return true;
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
