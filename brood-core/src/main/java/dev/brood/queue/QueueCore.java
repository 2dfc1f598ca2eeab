package dev.brood.queue;

import dev.brood.exception.OwnerDiedException;
import dev.brood.exception.QueueShutDownException;
import dev.brood.internal.family.Cell;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue of encoded elements: the log, a lock for each side, and who waits at them.
 *
 * <pre>
 *   0 lock of those who put (64)
 *  64 lock of those who take (64)
 * 128 capacity (8) | bytes of a half of the log (8) | shut down (4)
 * 192 log: header, two halves
 *     tasks, if the queue counts them
 * </pre>
 *
 * <p>Neither side waits for the other's lock. Nothing that the user wrote runs under a lock.
 */
final class QueueCore {

  private static final int PUT_LOCK = 0;
  private static final int TAKE_LOCK = RobustLock.BYTES;
  private static final int AT_CAPACITY = TAKE_LOCK + RobustLock.BYTES;
  private static final int AT_HALF_BYTES = AT_CAPACITY + 8;
  private static final int AT_SHUT_DOWN = AT_CAPACITY + 16;
  private static final int AT_LOG = AT_CAPACITY + 64;

  // Wait sets of the cell.
  private static final int PUTTERS_LOCK = 0;
  private static final int TAKERS_LOCK = 1;
  private static final int NOT_EMPTY = 2;
  private static final int NOT_FULL = 3;
  private static final int ALL_DONE = 4;
  private static final int WAIT_SETS = 5;

  /** What an element is thought to need; a queue of more goes on in files. */
  private static final long ELEMENT_BYTES = 128;

  private static final long SMALLEST_HALF = 16 << 10;
  private static final long LARGEST_HALF = 256 << 10;

  private final Cell cell;
  private final MemorySegment memory;
  private final RobustLock putLock;
  private final RobustLock takeLock;
  private final ElementLog log;
  private final WaitingRoom notEmpty;
  private final WaitingRoom notFull;
  private final WaitingRoom allDone;
  private final long capacity;
  private final boolean countsTasks;
  private final TaskCount tasks;

  /** Read by all who use the memory, written by who closes it. */
  private final StampedLock usage = new StampedLock();

  private final AtomicBoolean closing = new AtomicBoolean();

  /** The object of this process for the cell: no garbage as long as somebody is inside. */
  private @Nullable Object user;

  /** Makes the view of this process. */
  QueueCore(Cell cell, boolean countsTasks) {
    this.cell = cell;
    this.memory = cell.body();
    this.putLock = new RobustLock(cell, PUT_LOCK, PUTTERS_LOCK);
    this.takeLock = new RobustLock(cell, TAKE_LOCK, TAKERS_LOCK);
    this.capacity = SharedWords.getLong(memory, AT_CAPACITY);
    long halfBytes = SharedWords.getLong(memory, AT_HALF_BYTES);
    this.log = new ElementLog(cell, AT_LOG, halfBytes);
    this.notEmpty = new WaitingRoom(cell, NOT_EMPTY);
    this.notFull = new WaitingRoom(cell, NOT_FULL);
    this.allDone = new WaitingRoom(cell, ALL_DONE);
    this.countsTasks = countsTasks;
    this.tasks = new TaskCount(cell, AT_LOG + ElementLog.HEADER + 2 * halfBytes, log);
  }

  /** Makes a cell for a queue. */
  static <T> T create(long kind, long capacity, boolean countsTasks, Cell.Maker<T> maker) {
    long wanted = capacity > LARGEST_HALF ? LARGEST_HALF : capacity * ELEMENT_BYTES;
    long halfBytes = Math.clamp(Long.highestOneBit(2 * wanted - 1), SMALLEST_HALF, LARGEST_HALF);
    long bytes = AT_LOG + ElementLog.HEADER + 2 * halfBytes + (countsTasks ? TaskCount.BYTES : 0);
    return Cell.create(
        kind,
        (int) bytes,
        WAIT_SETS,
        cell -> {
          SharedWords.setLong(cell.body(), AT_CAPACITY, capacity);
          SharedWords.setLong(cell.body(), AT_HALF_BYTES, halfBytes);
          return maker.make(cell);
        });
  }

  Cell cell() {
    return cell;
  }

  void usedBy(Object queue) {
    user = queue;
  }

  long capacity() {
    return capacity;
  }

  private long enter() {
    mustBeOpen();
    long stamp = usage.tryReadLock();
    if (stamp == 0) {
      mustBeOpen();
    }
    return stamp;
  }

  private void leave(long stamp) {
    try {
      usage.unlockRead(stamp);
    } finally {
      Reference.reachabilityFence(user);
    }
  }

  private void mustBeOpen() {
    if (closing.get()) {
      throw new IllegalStateException("the queue is closed in this process");
    }
  }

  private static boolean acquire(RobustLock lock, long deadline) throws InterruptedException {
    if (deadline == WaitingRoom.NEVER) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(deadline - System.nanoTime());
  }

  private boolean isShutDown() {
    return SharedWords.getInt(memory, AT_SHUT_DOWN) != 0;
  }

  /** An attempt to put an element. */
  private final class Putting implements WaitingRoom.Attempt {
    private final ElementEncoder element;
    private final long deadline;

    Putting(ElementEncoder element, long deadline) {
      this.element = element;
      this.deadline = deadline;
    }

    @Override
    public boolean isPromising() {
      return log.size() < capacity || isShutDown();
    }

    @Override
    public boolean succeeds() throws InterruptedException {
      mustBeOpen();
      return acquire(putLock, deadline) && append(element);
    }
  }

  /** Puts an element if there is room, unlocks, and wakes somebody. */
  private boolean append(ElementEncoder element) {
    try {
      if (isShutDown()) {
        throw new QueueShutDownException("the queue is shut down: nothing can be put any more");
      }
      if (!log.hasRoom(capacity)) {
        return false;
      }
      log.append(element);
    } finally {
      putLock.unlock();
    }
    notEmpty.wakeOne();
    return true;
  }

  /** Puts an element, waiting for room until the deadline; tells whether it was put. */
  boolean put(ElementEncoder element, long deadline) throws InterruptedException {
    WaitingRoom.mustNotBeInterrupted();
    long stamp = enter();
    try {
      Putting putting = new Putting(element, deadline);
      return putting.succeeds()
          || (!WaitingRoom.isOver(deadline) && notFull.await(putting, deadline));
    } finally {
      leave(stamp);
    }
  }

  /** Puts an element if there is room now. */
  boolean offer(ElementEncoder element) {
    long stamp = enter();
    try {
      putLock.lock();
      return append(element);
    } finally {
      leave(stamp);
    }
  }

  /** An attempt to take an element. */
  private final class Taking implements WaitingRoom.Attempt {
    private final long deadline;
    private @Nullable EncodedElement taken;

    Taking(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public boolean isPromising() {
      return log.size() > 0 || isShutDown();
    }

    @Override
    public boolean succeeds() throws InterruptedException {
      mustBeOpen();
      if (!acquire(takeLock, deadline)) {
        return false;
      }
      try {
        taken = first();
        if (taken == null && isShutDown()) {
          // What was put before the queue was shut down is there now, if it was not before.
          taken = first();
          if (taken == null) {
            throw new QueueShutDownException("the queue is shut down and nothing is left in it");
          }
        }
      } finally {
        takeLock.unlock();
      }
      return left(taken != null);
    }
  }

  private @Nullable EncodedElement first() {
    repair();
    EncodedElement element = log.take();
    if (element != null && countsTasks) {
      tasks.taken();
    }
    return element;
  }

  private void repair() {
    if (takeLock.wasAbandoned()) {
      log.repair();
    }
  }

  private boolean left(boolean taken) {
    if (taken && capacity != Long.MAX_VALUE) {
      notFull.wakeOne();
    }
    return taken;
  }

  /** Takes the first element, waiting for it until the deadline; returns null if none came. */
  @Nullable EncodedElement take(long deadline) throws InterruptedException {
    WaitingRoom.mustNotBeInterrupted();
    long stamp = enter();
    try {
      Taking taking = new Taking(deadline);
      if (!taking.succeeds() && !WaitingRoom.isOver(deadline)) {
        notEmpty.await(taking, deadline);
      }
      return taking.taken;
    } finally {
      leave(stamp);
    }
  }

  /** What is done under the lock of those who take. */
  private interface Step<T extends @Nullable Object> {
    T run();
  }

  private <T extends @Nullable Object> T locked(Step<T> step) {
    long stamp = enter();
    try {
      takeLock.lock();
      try {
        repair();
        return step.run();
      } finally {
        takeLock.unlock();
      }
    } finally {
      leave(stamp);
    }
  }

  /** Takes the first element, or returns null if there is none now. */
  @Nullable EncodedElement poll() {
    long stamp = enter();
    try {
      if (log.size() == 0) {
        return null;
      }
      takeLock.lock();
      EncodedElement element;
      try {
        element = first();
      } finally {
        takeLock.unlock();
      }
      left(element != null);
      return element;
    } finally {
      leave(stamp);
    }
  }

  /** Takes up to so many elements, as many as there are now. */
  List<EncodedElement> poll(int most) {
    List<EncodedElement> taken = new ArrayList<>();
    long stamp = enter();
    try {
      takeLock.lock();
      try {
        EncodedElement element;
        while (taken.size() < most && (element = first()) != null) {
          taken.add(element);
        }
      } finally {
        takeLock.unlock();
      }
      if (!taken.isEmpty()) {
        notFull.wakeAll();
      }
      return taken;
    } finally {
      leave(stamp);
    }
  }

  /** Returns the first element, which stays, or null if there is none. */
  @Nullable EncodedElement peek() {
    return this.<@Nullable EncodedElement>locked(log::peek);
  }

  /** Moves a place behind the next element and returns that, or null if there is none. */
  ElementLog.@Nullable Found next(ElementLog.Place place) {
    return this.<ElementLog.@Nullable Found>locked(() -> log.next(place));
  }

  /** Removes an element that was found; tells whether it was still there. */
  boolean remove(ElementLog.Found found) {
    boolean removed =
        locked(() -> {
          boolean wasThere = log.remove(found);
          if (wasThere && countsTasks) {
            tasks.dropped(1);
          }
          return wasThere;
        });
    return wakeAfter(removed);
  }

  private boolean wakeAfter(boolean removed) {
    if (removed) {
      wakeAll();
    }
    return removed;
  }

  /** Drops all elements. */
  void clear() {
    dropAll(false);
  }

  /** Lets nothing be put any more; drops what is there if wished. */
  void shutDown(boolean drop) {
    if (drop) {
      dropAll(true);
      return;
    }
    long stamp = enter();
    try {
      putLock.lock();
      try {
        SharedWords.setInt(memory, AT_SHUT_DOWN, 1);
      } finally {
        putLock.unlock();
      }
      wakeAll();
    } finally {
      leave(stamp);
    }
  }

  private void dropAll(boolean shutDown) {
    long stamp = enter();
    try {
      takeLock.lock();
      try {
        repair();
        putLock.lock();
        try {
          if (shutDown) {
            SharedWords.setInt(memory, AT_SHUT_DOWN, 1);
          }
          long dropped = log.clear();
          if (countsTasks) {
            tasks.dropped(dropped);
          }
        } finally {
          putLock.unlock();
        }
      } finally {
        takeLock.unlock();
      }
      wakeAll();
    } finally {
      leave(stamp);
    }
  }

  private void wakeAll() {
    notEmpty.wakeAll();
    notFull.wakeAll();
    allDone.wakeAll();
  }

  /** Tells whether the queue was shut down. */
  boolean wasShutDown() {
    long stamp = enter();
    try {
      return isShutDown();
    } finally {
      leave(stamp);
    }
  }

  /** Returns how many elements there are. */
  long size() {
    long stamp = enter();
    try {
      return log.size();
    } finally {
      leave(stamp);
    }
  }

  /** Says that an element that was taken is done. */
  void taskDone() {
    boolean over =
        locked(() -> {
          tasks.done();
          return tasks.mayBeOver();
        });
    if (over) {
      allDone.wakeAll();
    }
  }

  /** Returns how many elements were put that are not done. */
  long unfinished() {
    long stamp = enter();
    try {
      return tasks.unfinished();
    } finally {
      leave(stamp);
    }
  }

  /** Waiting for all elements to be done, or to be lost. */
  private final class Finishing implements WaitingRoom.Attempt {
    private final long deadline;

    Finishing(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public boolean isPromising() {
      return tasks.mayBeOver();
    }

    @Override
    public boolean succeeds() throws InterruptedException {
      mustBeOpen();
      if (tasks.unfinished() == 0) {
        return true;
      }
      if (!acquire(takeLock, deadline)) {
        return false;
      }
      try {
        repair();
        long lost = tasks.lost();
        if (lost > 0 && lost >= tasks.unfinished()) {
          throw new OwnerDiedException(
              "lost="
                  + lost
                  + " elements of the queue: processes died that had taken them and had"
                  + " not called taskDone(); everything else is done");
        }
        return false;
      } finally {
        takeLock.unlock();
      }
    }
  }

  /** Waits until all elements are done; returns false when the time runs out first. */
  boolean awaitDone(long deadline) throws InterruptedException {
    WaitingRoom.mustNotBeInterrupted();
    long stamp = enter();
    try {
      Finishing finishing = new Finishing(deadline);
      boolean done =
          finishing.succeeds()
              || (!WaitingRoom.isOver(deadline) && allDone.await(finishing, deadline));
      return done;
    } finally {
      leave(stamp);
    }
  }

  /** Tells whether this process has closed the queue. */
  boolean isClosed() {
    return closing.get();
  }

  /** Ends the use of the queue in this process, after those who use it have left. */
  void close() {
    if (closing.compareAndSet(false, true)) {
      notEmpty.wakeHere();
      notFull.wakeHere();
      allDone.wakeHere();
      // Never unlocked: nobody comes in any more.
      usage.writeLock();
      cell.close();
    }
  }
}
