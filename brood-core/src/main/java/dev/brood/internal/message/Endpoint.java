package dev.brood.internal.message;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.internal.stream.ByteStream;
import dev.brood.internal.stream.Waiter;
import dev.brood.internal.stream.Waiters;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in the process that holds it, for any number of threads: who uses it,
 * when it ends, and how it gets to its next holder. {@link Sender} and {@link Receiver} do the
 * work.
 *
 * <p>An end is first <em>stopped</em>: no thread may begin to use it, those that wait leave. Then
 * it <em>ends</em>: the other side is told. When the last thread has left, its stream is released.
 */
public final class Endpoint {

  /** What is received when nothing is. */
  public static final Object NOTHING = new Object();

  private static final int CLOSED = 1 << 29;
  private static final int FREED = 1 << 30;

  private final ByteStream stream;
  private final Inbox.Limits limits;
  private final Sender sender;
  private final Receiver receiver;
  private final Cargo cargo;

  // How many threads are at it, and whether no more may come: the last one to leave lets go.
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean surrendered = new AtomicBoolean();
  private volatile @Nullable String closedWhy;
  private volatile @Nullable Held held;
  private volatile @Nullable Consumer<Endpoint> holding;

  /**
   * Opens an end.
   *
   * @param handed what the holder before has read and not used
   */
  public Endpoint(ByteStream stream, Inbox.Limits limits, Inbox.Handover handed) {
    this.stream = stream;
    this.limits = limits;
    this.cargo = new Cargo(this);
    this.sender = new Sender(this, cargo);
    this.receiver = new Receiver(this, new Inbox(stream, limits, handed));
  }

  /** Returns the bytes below the messages. */
  public ByteStream stream() {
    return stream;
  }

  /** Returns what is accepted here. */
  public Inbox.Limits limits() {
    return limits;
  }

  /** Returns the waiters to be told when something may have come. */
  public Waiters waiters() {
    return stream.waiters();
  }

  // ---- use

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

  void checkOpen() {
    if (closedWhy != null) {
      throw closed();
    }
  }

  /** Tells whether this end can be used. */
  public boolean isOpen() {
    return closedWhy == null;
  }

  static boolean tryLock(ReentrantLock lock, long deadline) throws InterruptedException {
    if (deadline == Waiter.FOREVER) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Sends a value. */
  public void send(@Nullable Object value) throws InterruptedException {
    enter();
    try {
      sender.send(value);
    } finally {
      leave();
    }
  }

  /** Sends a message; an interrupt is kept for later. */
  public void sendMessage(MessageContent content) {
    enter();
    try {
      sender.send(content, false);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupts are kept", e);
    } finally {
      leave();
    }
  }

  /**
   * Returns how many bytes went and came; may be a moment old. If it does not change, the other
   * side is silent.
   */
  public long traffic() {
    return sender.sentBytes() + receiver.receivedBytes();
  }

  /** Sends bytes, in pieces that follow one another. */
  public void sendBytes(long length, List<ByteBuffer> pieces) throws InterruptedException {
    enter();
    try {
      sender.sendBytes(length, pieces);
    } finally {
      leave();
    }
  }

  /**
   * Receives a value, or the bytes of a bytes message; returns NOTHING when the deadline passes
   * first.
   */
  public @Nullable Object receive(long deadline) throws InterruptedException {
    enter();
    try {
      return receiver.receive(deadline);
    } finally {
      leave();
    }
  }

  /** Receives a message without rebuilding its values; returns null at the deadline. */
  public @Nullable Message receiveMessage(long deadline) throws InterruptedException {
    enter();
    try {
      return receiver.receiveMessage(deadline);
    } finally {
      leave();
    }
  }

  /**
   * Receives the bytes of a message.
   *
   * @throws dev.brood.exception.MessageTooLongException if it is longer; it can still be received
   */
  public byte[] receiveBytes(long longest) throws InterruptedException {
    enter();
    try {
      return receiver.receiveBytes(longest);
    } finally {
      leave();
    }
  }

  /**
   * Receives the bytes of a message into memory; returns how many.
   *
   * @throws dev.brood.exception.MessageTooLongException if it is longer; it can still be received
   */
  public long receiveInto(MemoryTarget target) throws InterruptedException {
    enter();
    try {
      return receiver.receiveInto(target);
    } finally {
      leave();
    }
  }

  /** Waits for the beginning of a message or the end of the connection; tells whether it came. */
  public boolean poll(long deadline) throws InterruptedException {
    enter();
    try {
      return receiver.poll(deadline);
    } finally {
      leave();
    }
  }

  /**
   * Tells whether receiving would not wait; if it would, the waiters are told when that changes.
   */
  public boolean readyOrArm() {
    if (users.incrementAndGet() > CLOSED) {
      leave();
      return true;
    }
    try {
      return !isOpen() || receiver.readyOrArm();
    } finally {
      leave();
    }
  }

  // ---- end

  /**
   * Ends the use of this end; the other side sees it. An end that is on its way to another process
   * stays for that one.
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
      known.drop();
    }
    if (cargo.isDelivered()) {
      end();
    } else {
      Thread.ofVirtual().name("brood-linger").start(() -> cargo.linger(receiver));
    }
  }

  /** Ends the use of this end at once, without regard to ends that were sent through it. */
  public void closeNow(String why) {
    close(why);
    end();
  }

  /** Ends this end, whoever uses it or is about to take it over. */
  public void abandon(String why) {
    stop(why);
    end();
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

  void end() {
    if (ended.compareAndSet(false, true)) {
      stream.shut();
      users.addAndGet(CLOSED + 1);
      leave();
    }
  }

  // ---- move

  /** Returns how others take this end over, or null if nobody can. */
  public @Nullable Held held() {
    return held;
  }

  /** Returns how others take this end over; made at the first call, with {@code made}. */
  public Held held(Supplier<Held> made) {
    synchronized (users) {
      Held known = held;
      if (known == null) {
        known = made.get();
        held = known;
      }
      return known;
    }
  }

  /** Sets how this end gets known to other processes when that is wanted for the first time. */
  public void holding(Consumer<Endpoint> how) {
    holding = how;
  }

  /** Returns how others take this end over, having made it known. */
  public Held heldForOthers() {
    Consumer<Endpoint> how = holding;
    if (how != null) {
      how.accept(this);
    }
    return Objects.requireNonNull(held, "nobody said how this end gets known");
  }

  /**
   * Takes this end from the threads that use it, between two messages; once.
   *
   * @param patience how many nanoseconds to wait for a message that is being sent
   * @return what the next holder needs, or null if this end is gone
   * @throws InterruptedException if the thread is interrupted
   */
  public Inbox.@Nullable Handover surrender(String why, long patience) throws InterruptedException {
    stop(why);
    if (ended.get() || !surrendered.compareAndSet(false, true)) {
      return null;
    }
    long deadline = Waiter.deadlineAfter(patience);
    return sender.finish(deadline) ? receiver.handOver(deadline) : null;
  }
}
