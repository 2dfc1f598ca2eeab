package dev.brood.channel;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.MemoryTarget;
import dev.brood.internal.station.Dial;
import dev.brood.internal.station.Ends;
import dev.brood.internal.station.Ticket;
import dev.brood.internal.stream.Waiter;
import dev.brood.internal.util.Deadline;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection between two processes, or two threads of one: messages go in at one end
 * and come out at the other, whole, in order, each once.
 *
 * {@snippet class = "dev.brood.samples.channel.PipePingPong" region = "ends"}
 *
 * <p>A message is an object, sent by {@link #send}, or bytes, sent by {@link #sendBytes}. Objects
 * are copied: what the receiver gets is a new object of a class that its own class loader finds,
 * the one that was the context class loader of the thread that opened or received its end. There is
 * no limit to the size of a message but memory. A message that does not fit what the connection
 * buffers (256 KiB through mapped memory) is passed on in pieces while the other side receives it,
 * so its sender waits for the receiver.
 *
 * <p><b>Threads.</b> Any number of threads may use an end, virtual threads too; waits park.
 * Messages of several senders do not mix, and each message has one receiver. What a thread did
 * before it sent is visible, in the copies, to the one that receives. An interrupt ends any wait
 * with an {@link InterruptedException} and does no harm to the connection, with one exception: an
 * interrupt in the middle of a large message that is being sent closes this end, since half a
 * message cannot be taken back. Receiving goes on where it was interrupted.
 *
 * <p><b>Ends move.</b> A connection can be captured by a lambda, passed as an argument, put in a
 * field, sent through another connection, to any process of this machine. It is in one process at a
 * time: once the receiver has rebuilt it, the connection lives there, with all messages that were
 * not received yet, and here every use but {@link #close()} throws {@link
 * ConnectionClosedException}. Until then it can be used here. The two ends talk to each other
 * directly wherever they are, but for an end that is a socket (TCP, a listener's, the portable
 * way), which cannot move: the process that has it passes on what comes, as long as it lives. Pipes
 * move as long as the process that made them lives; after that they stay where they are, and are
 * passed on likewise.
 *
 * <p><b>Death.</b> When an end is closed, or the process that holds it ends, by {@code kill -9} as
 * well, the other end receives what was sent completely, and then {@link EndOfConnectionException},
 * at once and in all waiting threads. Half a message is never delivered. An end that is on its way
 * to a process that dies before it has rebuilt it is closed, if it was sent through a connection or
 * to a {@link dev.brood.process.JvmProcess}; closing the copy that stayed here has no effect on an
 * end that is on its way.
 *
 * <p>A connection must be closed: it holds memory or a socket, which go at the end of the process
 * otherwise.
 *
 * @since 0.1
 */
public final class Connection implements AutoCloseable, Waitable, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Endpoint endpoint;
  private final transient boolean readable;
  private final transient boolean writable;
  private final transient String origin;

  Connection(Endpoint endpoint, boolean readable, boolean writable, String origin) {
    this.endpoint = endpoint;
    this.readable = readable;
    this.writable = writable;
    this.origin = origin;
  }

  /**
   * Connects to a {@link Listener} in any process, with the default options.
   *
   * @param address a {@link java.net.UnixDomainSocketAddress} or an {@link
   *     java.net.InetSocketAddress}
   * @param key what both sides must know; it does not travel
   * @return the connection
   * @throws dev.brood.exception.AuthenticationException if the listener does not know the key, or
   *     says that we do not
   * @throws dev.brood.exception.ProtocolException if what listens there is no listener of ours
   * @throws IOException if nobody listens there, or does not answer in time, or the thread is
   *     interrupted, which stays pending
   * @throws IllegalArgumentException if the address is of another kind, or the key too short for
   *     TCP
   */
  public static Connection connect(SocketAddress address, byte[] key) throws IOException {
    return connect(address, key, ConnectionOptions.defaults());
  }

  /**
   * Connects to a {@link Listener} in any process.
   *
   * @param address a {@link java.net.UnixDomainSocketAddress} or an {@link
   *     java.net.InetSocketAddress}
   * @param key what both sides must know; it does not travel
   * @param options time and size limits, what objects to accept
   * @return the connection
   * @throws dev.brood.exception.AuthenticationException if the listener does not know the key, or
   *     says that we do not
   * @throws dev.brood.exception.ProtocolException if what listens there is no listener of ours
   * @throws IOException if nobody listens there, or does not answer in time, or the thread is
   *     interrupted, which stays pending
   * @throws IllegalArgumentException if the address is of another kind, or the key too short for
   *     TCP
   */
  public static Connection connect(SocketAddress address, byte[] key, ConnectionOptions options)
      throws IOException {
    Objects.requireNonNull(options, "options");
    Dial.check(address, key);
    Endpoint dialled =
        Dial.connect(
            address, key, Deadline.nanos(options.handshakeTimeout()), options.limits(address));
    return new Connection(dialled, true, true, "connection to " + address);
  }

  // ---- sending

  /**
   * Sends a copy of an object, {@code null} too. Waits while the other side does not receive and
   * the connection can buffer no more.
   *
   * @param value what to send
   * @throws dev.brood.exception.NotSendableException if it cannot be sent; nothing was
   * @throws EndOfConnectionException if the other end is gone
   * @throws ConnectionClosedException if this end was closed, or has moved
   * @throws UnsupportedOperationException if this end can only receive
   * @throws InterruptedException if the thread is interrupted
   */
  public void send(@Nullable Object value) throws InterruptedException {
    sending().send(value);
  }

  /**
   * Sends bytes, as one message.
   *
   * @param bytes what to send; must not change until this returns
   * @throws EndOfConnectionException if the other end is gone
   * @throws ConnectionClosedException if this end was closed, or has moved
   * @throws UnsupportedOperationException if this end can only receive
   * @throws InterruptedException if the thread is interrupted
   */
  public void sendBytes(byte[] bytes) throws InterruptedException {
    sendBytes(bytes, 0, bytes.length);
  }

  /**
   * Sends a part of an array as one message; otherwise as {@link #sendBytes(byte[])}.
   *
   * @param bytes where the bytes are
   * @param offset where they begin
   * @param length how many they are
   * @throws IndexOutOfBoundsException if they are not within the array
   * @throws InterruptedException if the thread is interrupted
   */
  public void sendBytes(byte[] bytes, int offset, int length) throws InterruptedException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    sending().sendBytes(length, List.of(ByteBuffer.wrap(bytes, offset, length)));
  }

  /**
   * Sends what a buffer holds from its position to its limit, as one message, and moves the
   * position to the limit; otherwise as {@link #sendBytes(byte[])}.
   *
   * @param bytes what to send
   * @throws InterruptedException if the thread is interrupted
   */
  public void sendBytes(ByteBuffer bytes) throws InterruptedException {
    sending().sendBytes(bytes.remaining(), List.of(bytes.duplicate()));
    bytes.position(bytes.limit());
  }

  /**
   * Sends memory, which may be more than 2 GiB, as one message; otherwise as {@link
   * #sendBytes(byte[])}.
   *
   * @param memory what to send; if its arena is closed in the middle of a large message, this end
   *     is closed too
   * @throws IllegalStateException if the arena of the memory is closed
   * @throws WrongThreadException if the memory belongs to another thread
   * @throws InterruptedException if the thread is interrupted
   */
  public void sendBytes(MemorySegment memory) throws InterruptedException {
    MemoryTarget pieces = new MemoryTarget(memory);
    sending().sendBytes(pieces.size(), pieces.all());
  }

  // ---- receiving

  /**
   * Waits for the next message and returns the object, or the {@code byte[]} of a message that was
   * sent as bytes.
   *
   * @param <T> what the caller knows it to be
   * @return what was sent
   * @throws dev.brood.exception.NotReceivableException if it cannot be rebuilt here, or the filter
   *     refuses it; it is lost, the connection goes on
   * @throws EndOfConnectionException if the other end is gone and nothing is left
   * @throws dev.brood.exception.MessageTooLongException if it is longer than the options of this
   *     connection allow; nothing more can be received then
   * @throws ConnectionClosedException if this end was closed, or has moved
   * @throws UnsupportedOperationException if this end can only send
   * @throws InterruptedException if the thread is interrupted
   */
  // A cast at every call would say no more than the type of the variable does.
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <T extends @Nullable Object> T receive() throws InterruptedException {
    return as(receiving().receive(Waiter.FOREVER));
  }

  /**
   * Waits for the next message for some time; otherwise as {@link #receive()}.
   *
   * @param <T> what the caller knows it to be
   * @param timeout how long to wait at most; a negative one is as zero
   * @return what was sent; empty when the time ran out, and for a {@code null} that was sent
   * @throws InterruptedException if the thread is interrupted
   */
  public <T> Optional<T> receive(Duration timeout) throws InterruptedException {
    Object value = receiving().receive(deadline(timeout));
    return Endpoint.NOTHING.equals(value) ? Optional.empty() : Optional.ofNullable(as(value));
  }

  // The sender knows what it sends, and the caller who that is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  private static <T extends @Nullable Object> T as(@Nullable Object value) {
    return (T) value;
  }

  /**
   * Waits for the next message and returns its bytes.
   *
   * @return the bytes
   * @throws dev.brood.exception.MessageTooLongException if they do not fit an array; receive them
   *     into memory
   * @throws IllegalStateException if the next message is an object; it can still be received
   * @throws EndOfConnectionException if the other end is gone and nothing is left
   * @throws ConnectionClosedException if this end was closed, or has moved
   * @throws UnsupportedOperationException if this end can only send
   * @throws InterruptedException if the thread is interrupted
   */
  public byte[] receiveBytes() throws InterruptedException {
    return receiveBytes(Integer.MAX_VALUE - 8);
  }

  /**
   * As {@link #receiveBytes()}, for messages up to some length.
   *
   * @param longest how many bytes to accept
   * @return the bytes
   * @throws dev.brood.exception.MessageTooLongException if it is longer; it can still be received
   * @throws IllegalArgumentException if {@code longest} is negative
   * @throws InterruptedException if the thread is interrupted
   */
  public byte[] receiveBytes(int longest) throws InterruptedException {
    if (longest < 0) {
      throw new IllegalArgumentException("longest=" + longest + " is negative");
    }
    return receiving().receiveBytes(Math.min(longest, Integer.MAX_VALUE - 8));
  }

  /**
   * Waits for the next message and puts its bytes into a buffer, from the position on, which is
   * moved.
   *
   * @param into has room for the message from its position to its limit
   * @return how many bytes the message has
   * @throws dev.brood.exception.MessageTooLongException if it does not fit; it can still be
   *     received, and the buffer is unchanged
   * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
   * @throws IllegalStateException if the next message is an object; it can still be received
   * @throws EndOfConnectionException if the other end is gone and nothing is left
   * @throws InterruptedException if the thread is interrupted; what the buffer holds from its
   *     position on is undefined then
   */
  public int receiveBytes(ByteBuffer into) throws InterruptedException {
    if (into.isReadOnly()) {
      throw new java.nio.ReadOnlyBufferException();
    }
    int count = (int) receiving().receiveInto(new MemoryTarget(MemorySegment.ofBuffer(into)));
    into.position(into.position() + count);
    return count;
  }

  /**
   * Waits for the next message and puts its bytes, which may be more than 2 GiB, to the beginning
   * of memory; otherwise as {@link #receiveBytes(ByteBuffer)}.
   *
   * @param into has room for the message
   * @return how many bytes the message has
   * @throws IllegalArgumentException if the memory is read-only
   * @throws IllegalStateException if the arena of the memory is closed, or the next message is an
   *     object; it can still be received, unless the arena was closed in the middle of it: then
   *     this end is closed too
   * @throws WrongThreadException if the memory belongs to another thread
   * @throws InterruptedException if the thread is interrupted
   */
  public long receiveBytes(MemorySegment into) throws InterruptedException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("the memory to receive into is read-only");
    }
    MemoryTarget target = new MemoryTarget(into);
    if (target.canBeShown()) {
      return receiving().receiveInto(target);
    }
    byte[] bytes = receiveBytes((int) Math.min(into.byteSize(), Integer.MAX_VALUE));
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, into, 0, bytes.length);
    return bytes.length;
  }

  /**
   * Tells whether there is something to receive: a message, or the end.
   *
   * @return true if receiving would find the beginning of a message or the end
   * @throws ConnectionClosedException if this end was closed, or has moved
   * @throws UnsupportedOperationException if this end can only send
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean poll() throws InterruptedException {
    return poll(Duration.ZERO);
  }

  /**
   * Waits for something to receive; otherwise as {@link #poll()}.
   *
   * @param timeout how long to wait at most; a negative one is as zero
   * @return false when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean poll(Duration timeout) throws InterruptedException {
    return receiving().poll(deadline(timeout));
  }

  // ---- waiting for several

  /**
   * Waits until one of several is ready.
   *
   * @param <W> what they are
   * @param sources connections, processes, queues
   * @return all that are ready, at least one, in the order of {@code sources}; a connection that
   *     was closed or has ended is ready
   * @throws IllegalArgumentException if there are none, as this would not end
   * @throws UnsupportedOperationException if one is an end that can only send
   * @throws InterruptedException if the thread is interrupted
   */
  public static <W extends Waitable> List<W> waitAny(Collection<? extends W> sources)
      throws InterruptedException {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to wait for");
    }
    return waitUntil(Waiter.FOREVER, sources);
  }

  /**
   * Waits until one of several is ready, for some time.
   *
   * @param <W> what they are
   * @param timeout how long to wait at most; a negative one is as zero
   * @param sources connections, processes, queues
   * @return all that are ready, in the order of {@code sources}; none when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  public static <W extends Waitable> List<W> waitAny(
      Duration timeout, Collection<? extends W> sources) throws InterruptedException {
    return waitUntil(deadline(timeout), sources);
  }

  /**
   * As {@link #waitAny(Duration, Collection)}.
   *
   * @param timeout how long to wait at most; a negative one is as zero
   * @param sources connections, processes, queues
   * @return all that are ready, in the order of {@code sources}; none when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  public static List<Waitable> waitAny(Duration timeout, Waitable... sources)
      throws InterruptedException {
    return waitUntil(deadline(timeout), List.of(sources));
  }

  private static <W extends Waitable> List<W> waitUntil(
      long deadline, Collection<? extends W> sources) throws InterruptedException {
    List<W> all = List.copyOf(sources);
    List<W> ready = ready(all);
    if (!ready.isEmpty()) {
      return ready;
    }
    Waiter waiter = new Waiter();
    List<Registration> registered = new ArrayList<>(all.size());
    try {
      all.forEach(each -> registered.add(each.onChange(waiter)));
      ready = ready(all);
      while (ready.isEmpty() && waiter.await(deadline)) {
        ready = ready(all);
      }
      return ready;
    } finally {
      registered.forEach(Registration::close);
    }
  }

  private static <W extends Waitable> List<W> ready(List<W> sources) {
    return sources.stream().filter(Waitable::isReady).toList();
  }

  /** {@inheritDoc} */
  @Override
  public Registration onChange(Runnable wake) {
    endpoint.waiters().add(wake);
    return () -> endpoint.waiters().remove(wake);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A connection is ready when there is something to receive, and when it was closed. Where
   * several threads receive, another one may be faster.
   *
   * @throws UnsupportedOperationException if this end can only send
   */
  @Override
  public boolean isReady() {
    requireReadable();
    return endpoint.readyOrArm();
  }

  // ---- the end itself

  /** Tells whether messages can be received here: false for the sending end of a one-way pipe. */
  public boolean isReadable() {
    return readable;
  }

  /** Tells whether messages can be sent here: false for the receiving end of a one-way pipe. */
  public boolean isWritable() {
    return writable;
  }

  /** Tells whether this end can be used: it was not closed here and has not moved. */
  public boolean isOpen() {
    return endpoint.isOpen();
  }

  /**
   * Closes this end. Threads that wait here end with {@link ConnectionClosedException}; the other
   * end can receive what was sent. Does nothing to an end that was closed before or has moved.
   */
  @Override
  public void close() {
    endpoint.close("was closed");
  }

  @Override
  public String toString() {
    String direction = readable && writable ? "" : readable ? ", receives" : ", sends";
    return "Connection[" + origin + direction + (isOpen() ? "]" : ", closed]");
  }

  private Endpoint sending() {
    if (!writable) {
      throw new UnsupportedOperationException(this + " can only receive");
    }
    return endpoint;
  }

  private Endpoint receiving() {
    requireReadable();
    return endpoint;
  }

  private void requireReadable() {
    if (!readable) {
      throw new UnsupportedOperationException(this + " can only send");
    }
  }

  private static long deadline(Duration timeout) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    return timeout.compareTo(most) >= 0
        ? Waiter.FOREVER
        : Waiter.deadlineAfter(Deadline.nanos(timeout));
  }

  @Serial
  private Object writeReplace() throws ObjectStreamException {
    if (!isOpen()) {
      throw new InvalidObjectException(this + ": only an open connection can be sent");
    }
    if (!Ends.canMove(endpoint)) {
      throw new InvalidObjectException(
          this + " has a filter of its own, which cannot be sent with it");
    }
    return new Travelling(Ends.ticket(endpoint, origin), readable, writable);
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a connection travels as something else");
  }

  /** What travels. */
  private record Travelling(Ticket ticket, boolean readable, boolean writable)
      implements Serializable {
    @Serial
    private Object readResolve() {
      return new Connection(Ends.take(ticket), readable, writable, ticket.origin());
    }
  }
}
