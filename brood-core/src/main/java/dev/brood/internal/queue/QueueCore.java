package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.lock.RobustLock;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue of encoded elements: the log, a side that puts, a side that takes, and perhaps the count
 * of what is done.
 *
 * <pre>
 *   0 lock of those who put (64)
 *  64 lock of those who take (64)
 * 128 {@linkplain QueueHeader header} (64)
 * 192 log: header, two halves
 *     tasks, if the queue counts them
 * </pre>
 *
 * <p>Neither side waits for the other's lock. Nothing that the user wrote runs under a lock.
 *
 * <p>All methods but {@link #close} and {@link #isClosed} throw {@link IllegalStateException} if
 * this process has closed the queue, also while they wait.
 */
public final class QueueCore {

  /** The capacity of a queue without a bound. */
  public static final long NO_BOUND = QueueHeader.NO_BOUND;

  private static final int PUT_LOCK = 0;
  private static final int TAKE_LOCK = RobustLock.BYTES;
  private static final int AT_HEADER = TAKE_LOCK + RobustLock.BYTES;
  private static final int AT_LOG = AT_HEADER + QueueHeader.BYTES;

  // Wait sets of the cell.
  private static final int PUTTERS_LOCK = 0;
  private static final int TAKERS_LOCK = 1;
  private static final int NOT_EMPTY = 2;
  private static final int NOT_FULL = 3;
  private static final int ALL_DONE = 4;
  private static final int WATCHING = 5;
  static final int WAIT_SETS = 6;

  /** What an element is thought to need; a queue of more goes on in files. */
  private static final long ELEMENT_BYTES = 128;

  private static final long SMALLEST_HALF = 16 << 10;
  private static final long LARGEST_HALF = 256 << 10;

  private final Cell cell;
  private final QueueUse use = new QueueUse();
  private final QueueHeader header;
  private final ElementLog log;
  private final PutSide putters;
  private final TakeSide takers;
  private final @Nullable Completion completion;
  private final Watch watch;

  /** Makes the view of this process. */
  public QueueCore(Cell cell) {
    this.cell = cell;
    this.header = new QueueHeader(headerIn(cell));
    this.log = new ElementLog(cell, AT_LOG, header.halfBytes());
    TaskCount tasks =
        header.countsTasks() ? new TaskCount(cell, afterLog(header.halfBytes()), log) : null;
    this.putters =
        new PutSide(
            use,
            header,
            log,
            new RobustLock(cell, PUT_LOCK, PUTTERS_LOCK),
            new WaitingRoom(cell, NOT_FULL));
    this.takers =
        new TakeSide(
            use,
            header,
            log,
            new RobustLock(cell, TAKE_LOCK, TAKERS_LOCK),
            new WaitingRoom(cell, NOT_EMPTY),
            tasks);
    this.completion =
        tasks == null ? null : new Completion(takers, tasks, new WaitingRoom(cell, ALL_DONE));
    this.watch = new Watch(use, cell, WATCHING);
  }

  /**
   * Makes a cell for a queue.
   *
   * @param kind of the cell
   * @param capacity how many elements it holds at most, or {@link #NO_BOUND}
   * @param countsTasks whether {@link #taskDone} and {@link #awaitDone} may be called
   */
  public static <T> T create(long kind, long capacity, boolean countsTasks, Cell.Maker<T> maker) {
    long wanted = capacity > LARGEST_HALF ? LARGEST_HALF : capacity * ELEMENT_BYTES;
    long halfBytes = Math.clamp(Long.highestOneBit(2 * wanted - 1), SMALLEST_HALF, LARGEST_HALF);
    return Cell.create(
        kind,
        (int) bytes(halfBytes, countsTasks),
        WAIT_SETS,
        cell -> {
          initialize(cell, capacity, halfBytes, countsTasks);
          return maker.make(cell);
        });
  }

  /** Returns what a queue needs. */
  static long bytes(long halfBytes, boolean countsTasks) {
    return afterLog(halfBytes) + (countsTasks ? TaskCount.BYTES : 0);
  }

  /** Makes a queue of a cell of zeros. */
  static void initialize(Cell cell, long capacity, long halfBytes, boolean countsTasks) {
    QueueHeader.initialize(headerIn(cell), capacity, halfBytes, countsTasks);
  }

  private static MemorySegment headerIn(Cell cell) {
    return cell.body().asSlice(AT_HEADER, QueueHeader.BYTES);
  }

  private static long afterLog(long halfBytes) {
    return AT_LOG + ElementLog.HEADER + 2 * halfBytes;
  }

  public Cell cell() {
    return cell;
  }

  /** Says what the object of this process for the queue is, which is kept as long as it is used. */
  public void usedBy(Object queue) {
    use.by(queue);
  }

  public long capacity() {
    return header.capacity();
  }

  /** Puts an element, waiting for room until the deadline; tells whether it was put. */
  public boolean put(ElementEncoder element, long deadline) throws InterruptedException {
    long stamp = use.enter();
    try {
      return wasPut(putters.put(element, deadline));
    } finally {
      use.leave(stamp);
    }
  }

  /** Puts an element if there is room now. */
  public boolean offer(ElementEncoder element) {
    long stamp = use.enter();
    try {
      return wasPut(putters.offer(element));
    } finally {
      use.leave(stamp);
    }
  }

  private boolean wasPut(boolean put) {
    if (put) {
      takers.notEmpty().wakeOne();
      watch.tell();
    }
    return put;
  }

  /** Takes the first element, waiting for it until the deadline; returns null if none came. */
  public @Nullable EncodedElement take(long deadline) throws InterruptedException {
    long stamp = use.enter();
    try {
      return wasTaken(takers.take(deadline));
    } finally {
      use.leave(stamp);
    }
  }

  /** Takes the first element, or returns null if there is none now. */
  public @Nullable EncodedElement poll() {
    long stamp = use.enter();
    try {
      return wasTaken(takers.poll());
    } finally {
      use.leave(stamp);
    }
  }

  private @Nullable EncodedElement wasTaken(@Nullable EncodedElement taken) {
    if (taken != null && header.isBounded()) {
      putters.notFull().wakeOne();
    }
    return taken;
  }

  /** Takes up to so many elements, as many as there are now. */
  public List<EncodedElement> poll(int most) {
    long stamp = use.enter();
    try {
      List<EncodedElement> taken = takers.poll(most);
      if (!taken.isEmpty()) {
        putters.notFull().wakeAll();
      }
      return taken;
    } finally {
      use.leave(stamp);
    }
  }

  /** Returns the first element, which stays, or null if there is none. */
  public @Nullable EncodedElement peek() {
    long stamp = use.enter();
    try {
      return takers.peek();
    } finally {
      use.leave(stamp);
    }
  }

  /** Moves a place behind the next element and returns that, or null if there is none. */
  ElementLog.@Nullable Found next(ElementLog.Place place) {
    long stamp = use.enter();
    try {
      return takers.next(place);
    } finally {
      use.leave(stamp);
    }
  }

  /** Removes an element that was found; tells whether it was still there. */
  boolean remove(ElementLog.Found found) {
    long stamp = use.enter();
    try {
      boolean removed = takers.remove(found);
      if (removed) {
        wakeAll();
      }
      return removed;
    } finally {
      use.leave(stamp);
    }
  }

  /** Drops all elements. */
  public void clear() {
    long stamp = use.enter();
    try {
      dropAll();
    } finally {
      use.leave(stamp);
    }
  }

  /** Lets nothing be put any more; drops what is there if wished. */
  public void shutDown(boolean drop) {
    long stamp = use.enter();
    try {
      RobustLock lock = putters.lock();
      lock.lock();
      try {
        header.shutDown();
      } finally {
        lock.unlock();
      }
      if (drop) {
        dropAll();
      } else {
        wakeAll();
      }
    } finally {
      use.leave(stamp);
    }
  }

  private void dropAll() {
    RobustLock lock = putters.lock();
    takers.<@Nullable Void>locked(() -> {
      lock.lock();
      try {
        takers.clear();
      } finally {
        lock.unlock();
      }
      return null;
    });
    wakeAll();
  }

  private void wakeAll() {
    takers.notEmpty().wakeAll();
    putters.notFull().wakeAll();
    watch.tell();
    if (completion != null) {
      completion.allDone().wakeAll();
    }
  }

  /** Tells whether the queue was shut down. */
  public boolean wasShutDown() {
    long stamp = use.enter();
    try {
      return header.isShutDown();
    } finally {
      use.leave(stamp);
    }
  }

  /** Tells whether nobody need wait: to take, to learn that nothing comes, or to fail. */
  public boolean isReady() {
    if (use.isClosed()) {
      return true;
    }
    long stamp = use.enter();
    try {
      return log.size() > 0 || header.isShutDown() || !cell.family().isOpen();
    } finally {
      use.leave(stamp);
    }
  }

  /** Returns how many elements there are. */
  public long size() {
    long stamp = use.enter();
    try {
      return log.size();
    } finally {
      use.leave(stamp);
    }
  }

  private Completion completion() {
    return Objects.requireNonNull(completion, "a queue that counts no tasks");
  }

  /** Says that an element that was taken is done. */
  public void taskDone() {
    long stamp = use.enter();
    try {
      completion().taskDone();
    } finally {
      use.leave(stamp);
    }
  }

  /** Returns how many elements were put that are not done. */
  public long unfinished() {
    long stamp = use.enter();
    try {
      return completion().unfinished();
    } finally {
      use.leave(stamp);
    }
  }

  /** Waits until all elements are done; returns false when the time runs out first. */
  public boolean awaitDone(long deadline) throws InterruptedException {
    long stamp = use.enter();
    try {
      return completion().await(deadline);
    } finally {
      use.leave(stamp);
    }
  }

  /**
   * Calls {@code wake} now and whenever there may be something to take, or the queue may be shut
   * down, until the calling thread is interrupted or this process closes the queue.
   */
  public void watch(Runnable wake) {
    long stamp = use.enter();
    try {
      watch.run(wake);
    } finally {
      use.leave(stamp);
    }
  }

  /** Tells whether this process has closed the queue. */
  public boolean isClosed() {
    return use.isClosed();
  }

  /** Ends the use of the queue in this process, after those who use it have left. */
  public void close() {
    if (use.beginClosing()) {
      watch.tellHere();
      takers.notEmpty().wakeHere();
      putters.notFull().wakeHere();
      if (completion != null) {
        completion.allDone().wakeHere();
      }
      use.awaitEmpty();
      cell.close();
    }
  }
}
