package dev.brood.internal.queue;

import dev.brood.exception.QueueShutDownException;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.util.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The side of those who take, look and remove: they share a lock, and wait for elements. Whoever
 * gets the lock after a dead process first repairs what that one may have left.
 */
final class TakeSide {

  private final QueueUse use;
  private final QueueHeader header;
  private final ElementLog log;
  private final RobustLock lock;
  private final WaitingRoom notEmpty;
  private final @Nullable TaskCount tasks;

  TakeSide(
      QueueUse use,
      QueueHeader header,
      ElementLog log,
      RobustLock lock,
      WaitingRoom notEmpty,
      @Nullable TaskCount tasks) {
    this.use = use;
    this.header = header;
    this.log = log;
    this.lock = lock;
    this.notEmpty = notEmpty;
    this.tasks = tasks;
  }

  WaitingRoom notEmpty() {
    return notEmpty;
  }

  /** What is done with the lock. */
  interface Step<T extends @Nullable Object> {
    T run();
  }

  /** Does something with the lock. */
  <T extends @Nullable Object> T locked(Step<T> step) {
    lock.lock();
    return lockedAlready(step);
  }

  /** Does something with the lock, which was got by a deadline, and unlocks. */
  private <T extends @Nullable Object> T lockedAlready(Step<T> step) {
    try {
      if (lock.wasAbandoned()) {
        log.repair();
      }
      return step.run();
    } finally {
      lock.unlock();
    }
  }

  /** Tries something with the lock, if it can be had before a deadline. */
  boolean tries(Step<Boolean> step, long deadline) throws InterruptedException {
    use.mustBeOpen();
    return lock.lockUntil(deadline) && lockedAlready(step);
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
      return log.size() > 0 || header.isShutDown();
    }

    @Override
    public boolean succeeds() throws InterruptedException {
      return tries(this::takesFirst, deadline);
    }

    private boolean takesFirst() {
      taken = first();
      if (taken == null && header.isShutDown()) {
        // What was put before the queue was shut down is there now, if it was not before.
        taken = first();
        if (taken == null) {
          throw new QueueShutDownException("the queue is shut down and nothing is left in it");
        }
      }
      return taken != null;
    }
  }

  private @Nullable EncodedElement first() {
    EncodedElement element = log.take();
    if (element != null && tasks != null) {
      tasks.taken();
    }
    return element;
  }

  /** Takes the first element, waiting for it until the deadline; returns null if none came. */
  @Nullable EncodedElement take(long deadline) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    Taking taking = new Taking(WaitingRoom.lockDeadline(deadline));
    if (!taking.succeeds() && !Deadline.isOver(deadline)) {
      notEmpty.await(taking, deadline);
    }
    return taking.taken;
  }

  /** Takes the first element, or returns null if there is none now. */
  @Nullable EncodedElement poll() {
    return log.size() == 0 ? null : this.<@Nullable EncodedElement>locked(this::first);
  }

  /** Takes up to so many elements, as many as there are now. */
  List<EncodedElement> poll(int most) {
    return locked(() -> {
      List<EncodedElement> taken = new ArrayList<>();
      EncodedElement element;
      while (taken.size() < most && (element = first()) != null) {
        taken.add(element);
      }
      return taken;
    });
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
    return locked(() -> {
      boolean wasThere = log.remove(found);
      if (wasThere && tasks != null) {
        tasks.dropped(1);
      }
      return wasThere;
    });
  }

  /** With the locks of both sides: drops all elements. */
  void clear() {
    long dropped = log.clear();
    if (tasks != null) {
      tasks.dropped(dropped);
    }
  }
}
