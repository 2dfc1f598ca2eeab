package dev.brood.internal.child;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.ring.RingLayout;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The work of a worker, done once by a child that waits for work: calls that it sends to itself
 * through rings of its own, as an owner would. What is run for the first time takes ten times as
 * long as the second time, and so the waiting child has it behind it.
 */
final class BatchRehearsal {

  /** Nobody reads what comes out, and a failure takes some kilobytes. */
  private static final int CAPACITY = 1 << 16;

  private BatchRehearsal() {}

  /** Runs calls of these tasks, which must be so small that all fit into the ring. */
  static void run(ClassLoader loader, Serializable... tasks) {
    ByteBuffer region = ByteBuffer.allocateDirect(RingLayout.size(CAPACITY));
    region.order(ByteOrder.nativeOrder());
    RingLayout.initialize(region, CAPACITY);
    OwnerLink self = new OwnerLink(region, Thread.currentThread());
    Link toSelf = new Link(new FrameChannel(), region, true, self);
    Outbox outbox = new Outbox(toSelf.writer());
    for (Serializable each : tasks) {
      addCall(each, outbox);
    }
    outbox.add(exit());
    if (!outbox.pump()) {
      throw new IllegalArgumentException("the tasks do not fit into capacity=" + CAPACITY);
    }
    Inbound in = new Inbound(self, loader, new byte[0]);
    new TaskLoop(self, in, new Outbound(self, loader), 0).run();
  }

  private static void addCall(Serializable task, Outbox outbox) {
    ParcelWriter call = new ParcelWriter();
    call.begin();
    call.values().write(task, "task");
    call.end();
    ParcelWriter before = new ParcelWriter();
    before.addShapesOf(call.values());
    ByteSink header = before.begin();
    header.putByte(RecordType.BATCH);
    header.putByte(RecordType.CALL_ITEM);
    header.putLength(1);
    header.putLong(0);
    header.putLong(0);
    header.putByte(RecordType.EACH);
    before.end();
    outbox.add(before.toParcel());
    outbox.add(call.toParcel());
  }

  private static Parcel exit() {
    ByteSink record = ByteSink.withFrame(1);
    record.putByte(RecordType.EXIT);
    return Parcel.of(record);
  }
}
