package dev.brood.internal.queue;

import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.util.Deadline;

/** The side of those who put: they share a lock, and wait for room. */
final class PutSide {

  private final QueueUse use;
  private final QueueHeader header;
  private final ElementLog log;
  private final RobustLock lock;
  private final WaitingRoom notFull;

  PutSide(QueueUse use, QueueHeader header, ElementLog log, RobustLock lock, WaitingRoom notFull) {
    this.use = use;
    this.header = header;
    this.log = log;
    this.lock = lock;
    this.notFull = notFull;
  }

  RobustLock lock() {
    return lock;
  }

  WaitingRoom notFull() {
    return notFull;
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
      return log.size() < header.capacity() || header.isShutDown();
    }

    @Override
    public boolean succeeds() throws InterruptedException {
      use.mustBeOpen();
      return lock.lockUntil(deadline) && append(element);
    }
  }

  /** With the lock: puts an element if there is room, and unlocks. */
  private boolean append(ElementEncoder element) {
    try {
      header.mustTakeMore();
      if (!log.hasRoom(header.capacity())) {
        return false;
      }
      log.append(element);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Puts an element, waiting for room until the deadline; tells whether it was put. */
  boolean put(ElementEncoder element, long deadline) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    Putting putting = new Putting(element, WaitingRoom.lockDeadline(deadline));
    return putting.succeeds() || (!Deadline.isOver(deadline) && notFull.await(putting, deadline));
  }

  /** Puts an element if there is room now. */
  boolean offer(ElementEncoder element) {
    lock.lock();
    return append(element);
  }
}
