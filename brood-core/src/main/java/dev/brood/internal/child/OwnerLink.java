package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.task.InterruptGate;
import dev.brood.internal.util.Patience;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.ExitCodes;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.ItemRange;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.StreamReader;
import dev.brood.internal.wire.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The child's side of the link. Its event loop runs on a daemon thread of its own, so interrupts
 * and the owner's death arrive whatever the tasks do; the one thread that works, the main thread,
 * waits here for bytes and for space.
 *
 * <p>The end of the socket is the owner's death: this JVM then ends at once, with everything that
 * it started. So it does when its heap is too full to go on listening.
 */
final class OwnerLink implements Link.Listener, RecordReader.Source {

  private static final long JOIN_SECONDS = 10;

  /**
   * How long a child works before it joins, unless something is to be said or heard that cannot go
   * through the rings. Joining takes a third as long as all the rest of a start, and many targets
   * are done before that. An owner that dies meanwhile is noticed at the end of this time.
   */
  private static final long JOIN_LATER_MILLIS = 50;

  /** How often a child looks into its rings that nobody can wake yet, since it has not joined. */
  private static final long LOOK_NANOS = 300_000;

  private final Link link;
  private final Thread worker;
  private final InterruptGate interruptGate;
  private final FrameChannel channel;
  private final CountDownLatch joinWanted = new CountDownLatch(1);
  private final CountDownLatch joined = new CountDownLatch(1);
  private final boolean hasRings;
  private boolean worksUnjoined;
  private volatile @Nullable EventLoop loop;
  private @Nullable OwnerClassLoader classes;

  OwnerLink(@Nullable ByteBuffer region, Thread worker) {
    this.worker = worker;
    this.hasRings = region != null;
    this.interruptGate = new InterruptGate(worker);
    this.channel = new FrameChannel();
    this.link = new Link(channel, region, false, this);
  }

  /**
   * Joins the owner on a thread of its own, soon, or when {@link #joinNow} is called; what is sent
   * meanwhile is kept.
   *
   * @param worker whether this child is a worker of a pool, or may become one
   */
  void join(Joining joining, boolean worker) {
    LinkThread thread = new LinkThread(joining, worker);
    thread.setDaemon(true);
    thread.start();
  }

  // A named class and no lambda: a lambda costs a starting child several milliseconds.
  private final class LinkThread extends Thread {
    private final Joining joining;
    private final boolean ofWorker;

    LinkThread(Joining joining, boolean ofWorker) {
      super(null, null, "brood-owner-link", 0, false);
      this.joining = joining;
      this.ofWorker = ofWorker;
    }

    @Override
    public void run() {
      awaitJoinWanted();
      EventLoop running = new EventLoop(ofWorker ? new TerminalInterrupt() : null);
      try {
        channel.connect(joining.connect());
      } catch (IOException | ProtocolException e) {
        Descendants.kill();
        ChildMain.cannotJoin(e, joining.folder());
        return;
      }
      link.readBy(running);
      loop = running;
      joined.countDown();
      running.run();
    }
  }

  private void awaitJoinWanted() {
    try {
      joinWanted.await(JOIN_LATER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException strayed) {
      // Nobody means this thread. It joins the sooner; set again, the flag would close its socket.
      joinNow();
    }
  }

  /**
   * Says that records are read from now on, through the rings if there are any: the owner looks at
   * them until this child has joined. Without rings it joins now.
   */
  void workUnjoined() {
    if (hasRings) {
      worksUnjoined = true;
      link.sayThere();
    } else {
      joinNow();
    }
  }

  /** Joins without further delay: there is something to say, or to hear. */
  void joinNow() {
    joinWanted.countDown();
  }

  /** Waits until everything that was sent is with the owner's kernel, for seconds at most. */
  void awaitSent() {
    joinNow();
    try {
      if (joined.await(JOIN_SECONDS, TimeUnit.SECONDS)) {
        channel.awaitSent(TimeUnit.SECONDS.toMillis(JOIN_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Says that this JVM is about to end by itself.
   *
   * @param withSuccess whether its exit code is known to be 0: then that says all there is to say,
   *     and a JVM that has not joined its owner yet need not do so for it
   */
  void sayGoodbye(boolean withSuccess) {
    link.frames().send(FrameType.GOODBYE);
    if (!withSuccess || joined.getCount() == 0) {
      awaitSent();
    }
    EventLoop running = loop;
    if (running != null) {
      running.waitOutsideKernel();
    }
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
  @Override
  public int read(byte[] target, int offset, int length) {
    leaveItem();
    int count;
    while ((count = link.reader().read(target, offset, length)) == 0) {
      awaitBytes();
    }
    return count;
  }

  /** Reads at least one byte of an array, waiting for it; the working thread only. */
  @Override
  public int read(Attachment target, long offset) {
    leaveItem();
    int count;
    while ((count = link.reader().read(target, offset)) == 0) {
      awaitBytes();
    }
    return count;
  }

  private void awaitBytes() {
    if (!worksUnjoined) {
      joinNow();
    }
    StreamReader reader = link.reader();
    link.writer().flush();
    if (reader.worthLooking() && look(reader)) {
      return;
    }
    // Asks again after each wake-up: the bell may have rung for bytes that were read without it.
    while (!reader.waitForBytes()) {
      park();
    }
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

  /** Writes up to eight bytes if that is possible at once, see {@link StreamWriter}. */
  boolean write(long bytes, int count) {
    return link.writer().write(bytes, count);
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
    leaveItem();
    if (!worksUnjoined) {
      joinNow();
    }
    StreamWriter writer = link.writer();
    writer.flush();
    while (!writer.waitForSpace()) {
      park();
    }
  }

  /** Says that the running item makes progress; any thread. */
  void sayHeartbeat() {
    link.sayHeartbeat();
  }

  void flush() {
    leaveItem();
    link.writer().flush();
  }

  void flushSoon() {
    leaveItem();
    link.writer().flushSoon();
  }

  /** What follows may ring the bell, and a thread that is interrupted closes its socket by that. */
  private void leaveItem() {
    interruptGate.close();
  }

  private void park() {
    // An interrupt that came after its task ended is nobody's; left set, it would make this a spin.
    Thread.interrupted();
    if (worksUnjoined && joined.getCount() > 0) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    } else {
      LockSupport.park(this);
    }
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
    } else if (type == FrameType.CALL_OFF) {
      ItemRange range = ItemRange.read(payload);
      interruptGate.callOff(range.first(), range.last());
    } else if (type == FrameType.TAKE_BACK) {
      giveBack(ItemRange.read(payload));
    } else if (type == FrameType.CLASS_REPLY && loader != null) {
      loader.onReply(payload);
    }
  }

  private void giveBack(ItemRange asked) {
    long first = interruptGate.takeBack(asked.first(), asked.last());
    byte[] given = new ItemRange(first, asked.last()).toBytes();
    link.frames().send(FrameType.GIVEN_BACK, given, 0, given.length);
  }

  @Override
  public void onClosed() {
    EventLoop ended = loop;
    boolean exhausted = ended != null && ended.failure() instanceof OutOfMemoryError;
    try {
      Descendants.kill();
    } finally {
      Runtime.getRuntime().halt(exhausted ? ExitCodes.OUT_OF_MEMORY : ExitCodes.OWNER_GONE);
    }
  }
}
