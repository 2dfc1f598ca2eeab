package dev.brood.queue;

import dev.brood.channel.Connection;
import dev.brood.channel.Waitable;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.OwnerDiedException;
import dev.brood.exception.QueueShutDownException;
import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.queue.ElementDecoder;
import dev.brood.internal.queue.ElementEncoder;
import dev.brood.internal.queue.EncodedElement;
import dev.brood.internal.queue.QueueCore;
import dev.brood.internal.queue.QueueIterator;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.util.Log;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BlockingQueue} between all threads of all processes of a family: any number of them put,
 * any number take, virtual threads too. What one thread puts is taken in the order in which it was
 * put, each element once.
 *
 * <p>An element is encoded by the thread that puts it and rebuilt by the one that takes it, so that
 * what is taken is a copy. What cannot be sent fails in {@code put}, what cannot be rebuilt in the
 * process that takes it fails there, with {@link NotReceivableException}, and is gone. What a
 * thread did before it put an element, also to other shared things, is visible to the thread that
 * takes it.
 *
 * <p>The queue may be passed on to any process: as an argument, a captured variable, a result, in a
 * field, through a pipe or another queue. In each process there is one object for it.
 *
 * <p><b>Bounds.</b> The capacity counts elements. Their bytes are in shared memory: at first where
 * every queue has room, 32 to 512 KiB by capacity; what is beyond that spills into files on the
 * shared-memory file system, or, when that is full, in the folder for temporary files. So a process
 * that puts into a queue with room never waits for one that takes, and may end while its elements
 * are still there. No element is too large.
 *
 * <p><b>Death.</b> A process that dies while it puts has put the element as a whole or not at all;
 * one that dies while it takes has taken it or has not. Others go on as soon as the death is known.
 * What a dead process had taken is lost. Who waits for an element learns nothing of the death of
 * those who might have put one: use a time-out, or shut the queue down for whoever died. When the
 * JVM at the root of the family is gone, waits end with {@link OwnerDiedException}.
 *
 * <p><b>End.</b> {@link #shutdown()} ends the queue for everybody: nothing can be put any more, and
 * who takes gets what is left and then {@link QueueShutDownException}. {@link #close()} ends the
 * use in this process only; the last one that closes the queue frees it, with what is in it.
 *
 * <p>Iterators, {@link #contains} and the like are weakly consistent: they see copies of elements
 * that may have been taken meanwhile, and throw {@link NotReceivableException} at one that this
 * process cannot rebuild. {@link #size()} and {@link #remainingCapacity()} tell what was so a
 * moment ago.
 *
 * @param <E> what can be sent: see {@link dev.brood.function}
 * @since 0.1
 */
public sealed class SharedQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, Waitable, Serializable, AutoCloseable permits JoinableQueue {
  private static final long serialVersionUID = 1L;

  /** How many elements are moved under one lock by {@link #drainTo}. */
  private static final int BATCH = 256;

  private final transient QueueCore core;
  private final transient ClassLoader loader;

  // Kept for the next element.
  private final transient AtomicReference<@Nullable ElementEncoder> idleEncoder =
      new AtomicReference<>();
  private final transient AtomicReference<@Nullable ElementDecoder> idleDecoder =
      new AtomicReference<>();

  SharedQueue(QueueCore core) {
    this.core = core;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    this.loader = context != null ? context : ClassLoader.getSystemClassLoader();
    core.usedBy(this);
  }

  /**
   * Makes a queue.
   *
   * @param capacity how many elements it holds at most
   * @throws IllegalArgumentException if {@code capacity} is not positive
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static <E> SharedQueue<E> create(int capacity) {
    return of(checked(capacity));
  }

  /**
   * Makes a queue without a bound: putting never waits.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static <E> SharedQueue<E> unbounded() {
    return of(QueueCore.NO_BOUND);
  }

  private static <E> SharedQueue<E> of(long capacity) {
    return QueueCore.create(
        Kind.QUEUE, capacity, false, cell -> new SharedQueue<>(new QueueCore(cell)));
  }

  static int checked(int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("capacity=" + capacity + " is not positive");
    }
    return capacity;
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.<SharedQueue<Object>>attach(
          ref, Kind.QUEUE, cell -> new SharedQueue<>(new QueueCore(cell)));
    }
  }

  Object writeReplace() {
    return new Handle(core.cell().send());
  }

  QueueCore core() {
    return core;
  }

  private ElementEncoder encode(E element) {
    Objects.requireNonNull(element, "element");
    ElementEncoder kept = idleEncoder.getAndSet(null);
    ElementEncoder encoder = kept != null ? kept : new ElementEncoder();
    encoder.encode(element);
    return encoder;
  }

  private void release(ElementEncoder encoder) {
    if (encoder.reset()) {
      idleEncoder.set(encoder);
    }
  }

  private @Nullable E decodeNullable(@Nullable EncodedElement element) {
    return element == null ? null : decode(element);
  }

  @SuppressWarnings("unchecked")
  private E decode(EncodedElement element) {
    ElementDecoder kept = idleDecoder.getAndSet(null);
    ElementDecoder decoder = kept != null ? kept : new ElementDecoder(loader);
    E decoded = (E) decoder.decode(element);
    idleDecoder.set(decoder);
    return decoded;
  }

  /** Rebuilds an element that was taken; the queue that counts tasks counts what cannot be. */
  E decodeTaken(EncodedElement element) {
    return decode(element);
  }

  /** Counts elements that were taken and that nobody gets, in the queue that counts tasks. */
  void lost(int taken) {
    // Here nobody counts.
  }

  private @Nullable E decodeTakenNullable(@Nullable EncodedElement element) {
    return element == null ? null : decodeTaken(element);
  }

  /**
   * Puts an element, waiting for room.
   *
   * @throws InterruptedException if the calling thread is interrupted; nothing was put then
   * @throws QueueShutDownException if the queue is shut down
   * @throws NotSendableException if the element cannot be sent
   * @throws OwnerDiedException if it must wait and the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the queue
   * @throws java.io.UncheckedIOException if there is no room for it in memory or on disk
   */
  @Override
  public void put(E element) throws InterruptedException {
    put(element, Deadline.NEVER);
  }

  private boolean put(E element, long deadline) throws InterruptedException {
    ElementEncoder encoder = encode(element);
    boolean done = core.put(encoder, deadline);
    release(encoder);
    return done;
  }

  /**
   * Puts an element if there is room now.
   *
   * @return false if there is none
   * @throws QueueShutDownException if the queue is shut down
   * @throws NotSendableException if the element cannot be sent
   * @throws IllegalStateException if this process has closed the queue
   * @throws java.io.UncheckedIOException if there is no room for it in memory or on disk
   */
  @Override
  public boolean offer(E element) {
    ElementEncoder encoder = encode(element);
    boolean done = core.offer(encoder);
    release(encoder);
    return done;
  }

  /**
   * Puts an element, waiting for room for some time; no time or less is none.
   *
   * @return false when the time ran out
   * @throws InterruptedException as {@link #put} does, and all else that it throws
   */
  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return put(element, Deadline.after(unit.toNanos(timeout)));
  }

  /**
   * Puts an element, waiting for room for some time; no time or less is none.
   *
   * @return false when the time ran out
   * @throws InterruptedException as {@link #put} does, and all else that it throws
   */
  public boolean offer(E element, Duration timeout) throws InterruptedException {
    return put(element, Deadline.after(timeout));
  }

  /**
   * Takes the first element, waiting for one.
   *
   * @throws InterruptedException if the calling thread is interrupted; nothing was taken then
   * @throws QueueShutDownException if the queue is shut down and nothing is left in it
   * @throws NotReceivableException if this process cannot rebuild the element, which is lost
   * @throws OwnerDiedException if it must wait and the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the queue
   */
  @Override
  public E take() throws InterruptedException {
    EncodedElement element = core.take(Deadline.NEVER);
    return decodeTaken(Objects.requireNonNull(element, "a wait without end has ended"));
  }

  /**
   * Takes the first element if there is one now, also from a queue that was shut down.
   *
   * @return null if there is none
   * @throws NotReceivableException if this process cannot rebuild the element, which is lost
   * @throws IllegalStateException if this process has closed the queue
   */
  @Override
  public @Nullable E poll() {
    return decodeTakenNullable(core.poll());
  }

  /**
   * Takes the first element, waiting for one for some time; no time or less is none.
   *
   * @return null when the time ran out
   * @throws InterruptedException as {@link #take} does, and all else that it throws
   */
  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return decodeTakenNullable(core.take(Deadline.after(unit.toNanos(timeout))));
  }

  /**
   * Takes the first element, waiting for one for some time; no time or less is none.
   *
   * @return null when the time ran out
   * @throws InterruptedException as {@link #take} does, and all else that it throws
   */
  public @Nullable E poll(Duration timeout) throws InterruptedException {
    return decodeTakenNullable(core.take(Deadline.after(timeout)));
  }

  /** Returns a copy of the first element, or null if there is none now. */
  @Override
  public @Nullable E peek() {
    return decodeNullable(core.peek());
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  /**
   * Moves what is in the queue now, up to so many elements, many at a time. If the target refuses
   * one, that one and what was taken with it, up to 255 more, are lost: give it a bound with {@code
   * most}, or take a collection that has none.
   *
   * @throws NotReceivableException if this process cannot rebuild an element, which is lost; the
   *     others have been moved. An error of the program's own code that rebuilds it is thrown as it
   *     is
   * @throws IllegalArgumentException if {@code target} is this queue
   * @throws IllegalStateException if this process has closed the queue
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // The same queue is meant.
  public int drainTo(Collection<? super E> target, int most) {
    Objects.requireNonNull(target, "target");
    if (target == this) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    long left = Math.min(most, core.size());
    int moved = 0;
    Rebuilding rebuilding = new Rebuilding();
    while (left > 0) {
      List<EncodedElement> batch = core.poll((int) Math.min(BATCH, left));
      moved += add(rebuilding.all(batch), target);
      left = batch.isEmpty() ? 0 : left - batch.size();
    }
    rebuilding.mustNotHaveFailed();
    return moved;
  }

  private int add(List<E> taken, Collection<? super E> target) {
    int added = 0;
    try {
      for (E element : taken) {
        target.add(element);
        added++;
      }
      return added;
    } finally {
      lost(taken.size() - added);
    }
  }

  /** Rebuilds many elements; one that fails does not keep the others from it. */
  private final class Rebuilding {
    private @Nullable Throwable failure;

    List<E> all(List<EncodedElement> elements) {
      List<E> rebuilt = new ArrayList<>(elements.size());
      for (EncodedElement element : elements) {
        try {
          rebuilt.add(decodeTaken(element));
        } catch (RuntimeException | Error e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
      return rebuilt;
    }

    void mustNotHaveFailed() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
    }
  }

  /** Returns how many elements there are, at most {@link Integer#MAX_VALUE}. */
  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, core.size());
  }

  /** Returns how many more elements there is room for, at most {@link Integer#MAX_VALUE}. */
  @Override
  public int remainingCapacity() {
    return Math.clamp(core.capacity() - core.size(), 0, Integer.MAX_VALUE);
  }

  /** Drops all elements. */
  @Override
  public void clear() {
    core.clear();
  }

  /** Returns a weakly consistent iterator over copies of the elements, which can remove. */
  @Override
  public Iterator<E> iterator() {
    return elements();
  }

  private QueueIterator<E> elements() {
    return new QueueIterator<>(core, this::decode);
  }

  /**
   * Removes the first element that is equal to an object.
   *
   * @return true if this call has removed it: then nobody has taken it or will
   */
  @Override
  public boolean remove(@Nullable Object object) {
    QueueIterator<E> elements = elements();
    while (elements.hasNext()) {
      if (elements.next().equals(object) && elements.removeIfThere()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Removes the elements for which a test holds.
   *
   * @return true if this call has removed any: those nobody has taken or will
   */
  @Override
  public boolean removeIf(Predicate<? super E> test) {
    Objects.requireNonNull(test, "test");
    boolean any = false;
    QueueIterator<E> elements = elements();
    while (elements.hasNext()) {
      any |= test.test(elements.next()) && elements.removeIfThere();
    }
    return any;
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    Objects.requireNonNull(others, "others");
    return removeIf(others::contains);
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    Objects.requireNonNull(others, "others");
    return removeIf(element -> !others.contains(element));
  }

  /** Returns a spliterator that is as the iterator is. */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
  }

  /**
   * Ends the queue in all processes: nothing can be put any more, what is in it can be taken. Who
   * waits to put, or waits to take when nothing is left, gets a {@link QueueShutDownException}.
   * Again: does nothing.
   *
   * @throws IllegalStateException if this process has closed the queue
   */
  public void shutdown() {
    core.shutDown(false);
  }

  /**
   * Ends the queue as {@link #shutdown()} does, and drops all elements.
   *
   * @throws IllegalStateException if this process has closed the queue
   */
  public void shutdownNow() {
    core.shutDown(true);
  }

  /** Tells whether the queue was shut down, by whatever process. */
  public boolean isShutdown() {
    return core.wasShutDown();
  }

  /**
   * Ends the use of the queue in this process. Threads that wait here get an {@link
   * IllegalStateException}. The last process that closes the queue frees it. Again: does nothing.
   */
  @Override
  public void close() {
    core.close();
  }

  /**
   * Tells whether {@link #take()} would end at once: there is an element, or the queue is shut
   * down, or this process has closed it, or the JVM at the root of the family is gone.
   *
   * @see Connection#waitAny
   */
  @Override
  public boolean isReady() {
    return core.isReady();
  }

  /** {@inheritDoc} */
  @Override
  public Registration onChange(Runnable wake) {
    Objects.requireNonNull(wake, "wake");
    Thread watcher = Thread.ofVirtual().name("brood-queue-watch").start(() -> watch(wake));
    return watcher::interrupt;
  }

  private void watch(Runnable wake) {
    try {
      core.watch(wake);
    } catch (IllegalStateException | OwnerDiedException over) {
      Log.debug("nobody watches " + this + " any more", over);
    } finally {
      // The queue may be closed, or lost: then it is ready, and stays so.
      wake.run();
    }
  }

  /** Tells that this is a queue and how many elements it has. */
  @Override
  public String toString() {
    String name = getClass().getSimpleName();
    return core.isClosed() ? name + "[closed]" : name + "[size=" + core.size() + "]";
  }
}
