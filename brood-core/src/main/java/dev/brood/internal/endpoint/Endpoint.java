package dev.brood.internal.endpoint;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.MessageTooLongException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.util.Patience;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in the process that holds it: messages over a {@link ByteStream}, for any
 * number of threads. Whole messages go through one after the other, each to one receiver.
 *
 * <p>A thread that sends has its turn until its message is written, one that receives until its
 * message has come; they wait on the stream's waiters. The inbox has a lock of its own, held for
 * moments only, so that others can look whether something is there.
 */
public final class Endpoint {

  /** What is received when nothing is. */
  public static final Object NOTHING = new Object();

  private static final int CLOSED = 1 << 29;
  private static final int FREED = 1 << 30;

  /** As many bytes are made ready for a reader that waits before the rest is written. */
  private static final int LARGE = 32 * 1024;

  private final ByteStream stream;
  private final Inbox.Limits limits;
  private final ReentrantLock sendTurn = new ReentrantLock();
  private final ReentrantLock receiveTurn = new ReentrantLock();
  private final Object inboxLock = new Object();
  private final Inbox inbox;
  private final AtomicReference<@Nullable Outgoing> idle = new AtomicReference<>();
  private final BitSet described = new BitSet();
  private boolean describedAny;
  // How many threads are at it, and whether no more may come: the last one to leave lets go.
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean surrendered = new AtomicBoolean();
  private volatile @Nullable String closedWhy;
  private volatile @Nullable Held held;
  private volatile Consumer<Endpoint> holding = Endpoint::holdAlone;
  private final Exports carried = new Exports();

  Endpoint(ByteStream stream, Inbox.Limits limits, Inbox.Handover handed) {
    this.stream = stream;
    this.limits = limits;
    this.inbox = new Inbox(stream, limits, handed);
  }

  ByteStream stream() {
    return stream;
  }

  Inbox.Limits limits() {
    return limits;
  }

  private void enter() {
    if (users.incrementAndGet() > CLOSED) {
      leave();
      throw closed();
    }
  }

  private void leave() {
    if (users.decrementAndGet() == CLOSED && users.compareAndSet(CLOSED, FREED)) {
      stream.release();
    }
  }

  private ConnectionClosedException closed() {
    return new ConnectionClosedException("the connection " + closedWhy);
  }

  private void checkOpen() {
    if (closedWhy != null) {
      throw closed();
    }
  }

  /** Tells whether this end can be used. */
  public boolean isOpen() {
    return closedWhy == null;
  }

  /**
   * Ends the use of this end; the other side sees it. What was sent may hold ends of other
   * connections that the receiver has not taken over yet: as long as it may, it is watched.
   */
  public void close(String why) {
    if (!stop(why)) {
      return;
    }
    Held known = held;
    if (known != null) {
      if (!known.close()) {
        return;
      }
      Station.ofThisJvm().drop(known);
    }
    if (carried.isSettled()) {
      end();
    } else {
      Thread.ofVirtual().name("brood-linger").start(this::linger);
    }
  }

  /** Ends this end, whoever uses it or is about to take it over. */
  void abandon(String why) {
    stop(why);
    end();
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      stream.shut();
      users.addAndGet(CLOSED + 1);
      leave();
    }
  }

  /** Returns how others take this end over; made at the first call, with {@code made}. */
  Held held(Supplier<Held> made) {
    synchronized (users) {
      Held known = held;
      if (known == null) {
        known = made.get();
        held = known;
      }
      return known;
    }
  }

  private void linger() {
    Waiter waiter = new Waiter();
    stream.waiters().add(waiter);
    carried.onSettled(waiter);
    try {
      ByteBuffer dropped = ByteBuffer.allocate(16 * 1024);
      while (!carried.isSettled()) {
        int count;
        synchronized (inboxLock) {
          count = stream.read(dropped.clear());
          if (count == ByteStream.ENDED) {
            break;
          }
          if (count > 0 || stream.armRead()) {
            continue;
          }
        }
        waiter.await(Waiter.FOREVER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stream.waiters().remove(waiter);
      carried.lose();
      end();
    }
  }

  /** Watches for the other end while ends that were sent to it have not been taken over. */
  private void watch(Exports sent) {
    if (sent.isSettled()) {
      return;
    }
    carried.add(sent);
    Runnable[] watch = new Runnable[1];
    watch[0] =
        () -> {
          if (carried.isSettled()) {
            stream.waiters().remove(watch[0]);
          } else if (stream.ended() || !stream.worthLooking()) {
            Thread.ofVirtual().name("brood-watch").start(this::loseIfEnded);
          }
        };
    stream.waiters().add(watch[0]);
    watch[0].run();
  }

  private void loseIfEnded() {
    if (isOpen()) {
      readyOrArm();
      if (stream.ended() && isOpen()) {
        carried.lose();
      }
    }
  }

  /** Has all threads leave; returns false if that was done before. */
  private boolean stop(String why) {
    synchronized (users) {
      if (closedWhy != null) {
        return false;
      }
      closedWhy = why;
    }
    stream.waiters().signal();
    return true;
  }

  /**
   * Takes this end from the threads that use it, between two messages; once.
   *
   * @param patience how long to wait for a message that is being sent
   * @return what the next holder needs, or null if this end is gone
   */
  Inbox.@Nullable Handover surrender(String why, long patience) throws InterruptedException {
    stop(why);
    if (ended.get() || !surrendered.compareAndSet(false, true)) {
      return null;
    }
    long deadline = Waiter.deadlineAfter(patience);
    try {
      if (tryLock(sendTurn, deadline) && tryLock(receiveTurn, deadline)) {
        synchronized (inboxLock) {
          return inbox.handOver();
        }
      }
      return null;
    } finally {
      unlockIfMine(sendTurn);
      unlockIfMine(receiveTurn);
    }
  }

  @Nullable Held held() {
    return held;
  }

  /** Sets how this end gets known to other processes when that is wanted for the first time. */
  void holding(Consumer<Endpoint> how) {
    holding = how;
  }

  /** Returns how others take this end over. */
  Held heldForOthers() {
    holding.accept(this);
    return Objects.requireNonNull(held);
  }

  private static void holdAlone(Endpoint end) {
    synchronized (end.users) {
      if (end.held == null) {
        Held alone = new Held(Station.newId(), end);
        end.held = alone;
        Station.ofThisJvm().hold(alone);
      }
    }
  }

  private static void unlockIfMine(ReentrantLock lock) {
    if (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
  }

  private static boolean tryLock(ReentrantLock lock, long deadline) throws InterruptedException {
    if (deadline == Waiter.FOREVER) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  // ---- sending

  /** Sends a value. */
  public void send(@Nullable Object value) throws InterruptedException {
    checkOpen();
    Outgoing outgoing = idle.getAndSet(null);
    if (outgoing == null) {
      outgoing = new Outgoing();
    }
    Outgoing encoding = outgoing;
    Exports sent = Exports.during(() -> encoding.encode(value));
    enter();
    try {
      sendTurn.lockInterruptibly();
      try {
        write(outgoing.parts(described, !describedAny));
        describedAny |= !described.isEmpty();
        watch(sent);
      } finally {
        sendTurn.unlock();
      }
    } catch (InterruptedException | RuntimeException | Error failure) {
      sent.cancel();
      throw failure;
    } finally {
      leave();
    }
    if (outgoing.reset()) {
      idle.set(outgoing);
    }
  }

  /** Sends bytes, in pieces that follow one another. */
  public void sendBytes(long length, List<ByteBuffer> pieces) throws InterruptedException {
    enter();
    try {
      sendTurn.lockInterruptibly();
      try {
        ByteBuffer header = ByteBuffer.allocate(MessageFormat.HEADER);
        header.putLong(MessageFormat.header(MessageFormat.BYTES, length)).flip();
        if (length <= LARGE && pieces.size() == 1) {
          // In one write, so that the reader is not woken for the header alone.
          ByteBuffer all = ByteBuffer.allocate(MessageFormat.HEADER + (int) length);
          all.put(header).put(pieces.getFirst()).flip();
          write(List.of(all));
        } else {
          List<ByteBuffer> all = new ArrayList<>(pieces);
          all.addFirst(header);
          write(all);
        }
      } finally {
        sendTurn.unlock();
      }
    } finally {
      leave();
    }
  }

  private void write(List<?> parts) throws InterruptedException {
    checkOpen();
    boolean begun = false;
    for (Object part : parts) {
      if (part instanceof Attachment array) {
        writeArray(array);
      } else {
        writePart((ByteBuffer) part, begun);
      }
      begun = true;
    }
    stream.flush();
  }

  private void writePart(ByteBuffer bytes, boolean inMessage) throws InterruptedException {
    boolean begun = inMessage;
    while (bytes.hasRemaining()) {
      int count = stream.write(bytes);
      if (count > 0) {
        begun = true;
        if (bytes.hasRemaining()) {
          stream.flushSoon();
        }
      } else {
        awaitSpace(count, begun);
      }
    }
  }

  private void writeArray(Attachment array) throws InterruptedException {
    long written = 0;
    while (written < array.byteLength()) {
      int count = stream.write(array, written);
      if (count > 0) {
        written += count;
        stream.flushSoon();
      } else {
        awaitSpace(count, true);
      }
    }
  }

  private void awaitSpace(int count, boolean begun) throws InterruptedException {
    if (count == ByteStream.ENDED) {
      checkOpen();
      throw new EndOfConnectionException(
          begun
              ? "the other end was closed, or its process ended, in the middle of a message"
              : "the other end is closed, or its process has ended");
    }
    stream.flush();
    Waiter waiter = new Waiter();
    stream.waiters().add(waiter);
    try {
      while (!stream.armWrite()) {
        if (!begun) {
          checkOpen();
        }
        waiter.await(Waiter.FOREVER);
        if (!stream.worthLooking()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      if (begun) {
        close("was closed by an interrupt in the middle of sending a message");
      }
      throw e;
    } finally {
      stream.waiters().remove(waiter);
    }
  }

  // ---- receiving

  /** What a receiver is waiting for: a try that tells as {@link Incoming#take} does. */
  private interface Step {
    int now();
  }

  /**
   * Receives a value, or the bytes of a bytes message; returns NOTHING when the deadline passes
   * first.
   */
  public @Nullable Object receive(long deadline) throws InterruptedException {
    enter();
    try {
      if (!tryLock(receiveTurn, deadline)) {
        return NOTHING;
      }
      Incoming message;
      Inbox.Decoder decoder;
      try {
        if (!await(deadline, this::takeMessage)) {
          return NOTHING;
        }
        synchronized (inboxLock) {
          message = inbox.message();
          decoder = inbox.finish();
        }
      } finally {
        receiveTurn.unlock();
      }
      return message.isBytes() ? message.bytes() : decoder.value(message);
    } finally {
      leave();
    }
  }

  private int takeMessage() {
    int count = inbox.takeHeader();
    return count <= 0 ? count : inbox.message().take(inbox);
  }

  /**
   * Receives the bytes of a message.
   *
   * @throws MessageTooLongException if it is longer; it can still be received
   */
  public byte[] receiveBytes(long longest) throws InterruptedException {
    enter();
    try {
      receiveTurn.lockInterruptibly();
      try {
        awaitBytesMessage(longest);
        await(Waiter.FOREVER, this::takeMessage);
        Incoming message;
        synchronized (inboxLock) {
          message = inbox.message();
          inbox.finish();
        }
        return message.bytes();
      } finally {
        receiveTurn.unlock();
      }
    } finally {
      leave();
    }
  }

  /**
   * Receives the bytes of a message into memory; returns how many.
   *
   * @throws MessageTooLongException if it is longer; it can still be received
   */
  public long receiveInto(MemoryTarget target) throws InterruptedException {
    enter();
    try {
      receiveTurn.lockInterruptibly();
      try {
        Incoming message = awaitBytesMessage(target.size());
        boolean complete = false;
        try {
          complete = await(Waiter.FOREVER, () -> message.takeInto(inbox, target));
        } finally {
          synchronized (inboxLock) {
            if (complete) {
              inbox.finish();
            } else {
              message.takeBack(target);
            }
          }
        }
        return message.length();
      } finally {
        receiveTurn.unlock();
      }
    } finally {
      leave();
    }
  }

  private Incoming awaitBytesMessage(long longest) throws InterruptedException {
    await(Waiter.FOREVER, inbox::takeHeader);
    synchronized (inboxLock) {
      Incoming message = inbox.message();
      if (!message.isBytes()) {
        throw new IllegalStateException("the next message is an object, take it with receive()");
      }
      if (message.length() > longest) {
        throw new MessageTooLongException(
            "length=" + message.length() + " of the next message, there is room for " + longest,
            message.length());
      }
      return message;
    }
  }

  /** Waits for the beginning of a message or the end of the connection; tells whether it came. */
  public boolean poll(long deadline) throws InterruptedException {
    enter();
    try {
      if (!tryLock(receiveTurn, deadline)) {
        return false;
      }
      try {
        return await(deadline, () -> Math.abs(inbox.takeHeader()));
      } finally {
        receiveTurn.unlock();
      }
    } finally {
      leave();
    }
  }

  /** Returns the waiters to be told when something may have come. */
  public Waiters waiters() {
    return stream.waiters();
  }

  /** Tells whether receiving would not wait; if it would, the waiters are told when that changes. */
  public boolean readyOrArm() {
    if (users.incrementAndGet() > CLOSED) {
      leave();
      return true;
    }
    try {
      synchronized (inboxLock) {
        return closedWhy != null
            || inbox.takeHeader() != 0
            || (stream.armRead() && inbox.takeHeader() != 0);
      }
    } finally {
      leave();
    }
  }

  /** Waits until a step is done; false when the deadline passes first. */
  private boolean await(long deadline, Step step) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before receiving");
    }
    if (done(step, false)) {
      return true;
    }
    if (Waiter.isPast(deadline)) {
      return false;
    }
    if (stream.worthLooking()) {
      Patience patience = new Patience();
      while (patience.lastsAMoment()) {
        if (done(step, false)) {
          return true;
        }
      }
    }
    Waiter waiter = new Waiter();
    stream.waiters().add(waiter);
    try {
      while (!done(step, true)) {
        if (!waiter.await(deadline)) {
          return false;
        }
      }
      return true;
    } finally {
      stream.waiters().remove(waiter);
    }
  }

  private boolean done(Step step, boolean arm) {
    synchronized (inboxLock) {
      do {
        checkOpen();
        int count = step.now();
        if (count == ByteStream.ENDED) {
          throw new EndOfConnectionException(
              inbox.hasBegun()
                  ? "the other end was closed, or its process ended, in the middle of a message"
                  : "the other end is closed, or its process has ended, and nothing is left");
        }
        if (count > 0) {
          return true;
        }
      } while (arm && stream.armRead());
      return false;
    }
  }
}
