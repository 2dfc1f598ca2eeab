package dev.brood.internal.child;

import dev.brood.internal.util.Patience;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.ExitCodes;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.StreamReader;
import dev.brood.internal.wire.StreamWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The child's side of the link. Its event loop runs on a daemon thread of its own, so interrupts
 * and the owner's death arrive whatever the tasks do; the one thread that works, the main thread,
 * waits here for bytes and for space.
 *
 * <p>The end of the socket is the owner's death: this JVM then ends at once, with everything that
 * it started.
 */
final class OwnerLink implements Link.Listener {

  private final Link link;
  private final Thread worker;
  private final InterruptGate interruptGate;
  private final EventLoop loop;
  private @Nullable OwnerClassLoader classes;

  OwnerLink(FrameChannel frames, @Nullable ByteBuffer region, Thread worker) {
    this.worker = worker;
    this.interruptGate = new InterruptGate(worker);
    this.link = new Link(frames, region, false, this);
    this.loop = new EventLoop("brood-owner-link", null);
    link.readBy(loop);
  }

  /** Says that this JVM is about to end by itself. */
  void sayGoodbye() {
    link.frames().send(FrameType.GOODBYE);
    loop.waitOutsideKernel();
  }

  FrameChannel frames() {
    return link.frames();
  }

  InterruptGate interruptGate() {
    return interruptGate;
  }

  void serveClassesTo(OwnerClassLoader classes) {
    this.classes = classes;
  }

  void sayStarted(long count) {
    link.sayStarted(count);
  }

  /** Reads at least one byte, waiting for it; the working thread only. */
  int read(byte[] target, int offset, int length) {
    StreamReader reader = link.reader();
    while (true) {
      int count = reader.read(target, offset, length);
      if (count > 0) {
        return count;
      }
      link.writer().flush();
      if (!(reader.worthLooking() && look(reader)) && !reader.waitForBytes()) {
        do {
          park();
        } while (!reader.hasBytes());
        reader.lookingAgain();
      }
    }
  }

  boolean hasBytes() {
    return link.reader().hasBytes();
  }

  private static boolean look(StreamReader reader) {
    Patience patience = new Patience();
    do {
      if (reader.hasBytes()) {
        return true;
      }
    } while (patience.lastsAMoment());
    return false;
  }

  /** Writes all the bytes, waiting for space; the working thread only. Does not flush. */
  void write(byte[] source, int offset, int length) {
    StreamWriter writer = link.writer();
    int written = writer.write(source, offset, length);
    while (written < length) {
      awaitSpace();
      written += writer.write(source, offset + written, length - written);
    }
  }

  /** Writes a parcel, waiting for space; the working thread only. */
  void write(Parcel parcel) {
    Outbox outbox = new Outbox(link.writer());
    outbox.add(parcel);
    while (!outbox.pump()) {
      awaitSpace();
    }
  }

  private void awaitSpace() {
    StreamWriter writer = link.writer();
    writer.flush();
    while (!writer.waitForSpace()) {
      park();
    }
  }

  void flush() {
    link.writer().flush();
  }

  void flushSoon() {
    link.writer().flushSoon();
  }

  private void park() {
    // An interrupt that came after its task ended is nobody's; left set, it would make this a spin.
    Thread.interrupted();
    LockSupport.park(this);
  }

  @Override
  public void onBell() {
    LockSupport.unpark(worker);
  }

  @Override
  public void onFrame(byte type, byte[] payload) {
    OwnerClassLoader loader = classes;
    if (type == FrameType.INTERRUPT) {
      interruptGate.interrupt(Link.number(payload));
    } else if (type == FrameType.CLASS_REPLY && loader != null) {
      loader.onReply(payload);
    }
  }

  @Override
  public void onClosed() {
    Descendants.kill();
    Runtime.getRuntime().halt(ExitCodes.OWNER_GONE);
  }
}
