package dev.brood.internal.remote;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Who reads the answers of a connection: one of those who wait for one, so that a lone caller is
 * woken by nobody but the kernel. When it has its own, it passes the turn on to another one. Only
 * answers that nobody waits for have a thread to read them, and only then.
 *
 * <p>(Leader and followers: D. Schmidt et al., "Leader/Followers", PLoP 2000.)
 */
final class ReadingTurn {

  /** Reads one message and hands it out. */
  interface Reader {
    void readOne() throws InterruptedException;
  }

  private final Reader reader;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final ConcurrentLinkedQueue<PendingCall> followers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unattended = new AtomicInteger();
  private final Thread background;
  private volatile boolean closed;

  ReadingTurn(Reader reader) {
    this.reader = reader;
    this.background = Thread.ofVirtual().name("brood-answers").unstarted(this::readInBackground);
  }

  /** Begins; nobody may have called before. */
  void start() {
    background.start();
  }

  /**
   * Waits for an answer, reading those of others meanwhile if nobody else does.
   *
   * @return false if the thread was interrupted first; the flag is cleared
   */
  boolean await(PendingCall call) {
    call.waiter = Thread.currentThread();
    boolean followed = false;
    try {
      while (!call.isDone()) {
        if (Thread.interrupted()) {
          return false;
        }
        if (taken.compareAndSet(false, true)) {
          lead(call);
        } else {
          followed = true;
          follow(call);
        }
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    } finally {
      // It may have been chosen to read just when its own answer came.
      if (followed && !taken.get()) {
        passOn();
      }
    }
  }

  private void lead(PendingCall call) throws InterruptedException {
    try {
      while (!call.isDone()) {
        reader.readOne();
      }
    } finally {
      taken.set(false);
      passOn();
    }
  }

  private void follow(PendingCall call) {
    followers.add(call);
    if (taken.get() && !call.isDone()) {
      LockSupport.park(this);
    }
    followers.remove(call);
  }

  private void passOn() {
    for (PendingCall next = followers.poll(); next != null; next = followers.poll()) {
      if (!next.isDone()) {
        LockSupport.unpark(next.waiter);
        return;
      }
    }
    if (unattended.get() > 0 && !closed) {
      LockSupport.unpark(background);
    }
  }

  /** Says that an answer is due for which nobody waits. */
  void attend() {
    unattended.incrementAndGet();
    if (!taken.get() && !closed) {
      LockSupport.unpark(background);
    }
  }

  /** Says that it has come. */
  void attended() {
    unattended.decrementAndGet();
  }

  private void readInBackground() {
    while (!closed) {
      if (unattended.get() > 0 && taken.compareAndSet(false, true)) {
        try {
          while (unattended.get() > 0 && !closed) {
            reader.readOne();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        } finally {
          taken.set(false);
          passOn();
        }
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** Ends the thread; those who wait have been told by other means. */
  void close() {
    closed = true;
    LockSupport.unpark(background);
  }
}
