package dev.brood.internal.message;

import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.MessageTooLongException;
import dev.brood.internal.stream.ByteStream;
import dev.brood.internal.stream.Waiter;
import dev.brood.internal.util.Patience;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of an end. Each thread has its turn until its message has come. The inbox has
 * a lock of its own, held for moments only, so that others can look whether something is there.
 */
final class Receiver {

  private static final int DROPPED_AT_ONCE = 16 * 1024;

  private final Endpoint end;
  private final ByteStream stream;
  private final ReentrantLock turn = new ReentrantLock();
  private final Object inboxLock = new Object();
  private final Inbox inbox;

  Receiver(Endpoint end, Inbox inbox) {
    this.end = end;
    this.stream = end.stream();
    this.inbox = inbox;
  }

  long receivedBytes() {
    return inbox.receivedBytes();
  }

  /** What a receiver is waiting for: a try that tells as {@link Incoming#take} does. */
  private interface Step {
    int now();
  }

  @Nullable Object receive(long deadline) throws InterruptedException {
    if (!Endpoint.tryLock(turn, deadline)) {
      return Endpoint.NOTHING;
    }
    Incoming message;
    Inbox.Decoder decoder;
    try {
      if (!await(deadline, this::takeMessage)) {
        return Endpoint.NOTHING;
      }
      synchronized (inboxLock) {
        message = inbox.message();
        decoder = inbox.finish();
      }
    } finally {
      turn.unlock();
    }
    return message.isBytes() ? message.bytes() : decoder.value(message);
  }

  @Nullable Message receiveMessage(long deadline) throws InterruptedException {
    if (!Endpoint.tryLock(turn, deadline)) {
      return null;
    }
    try {
      if (!await(deadline, this::takeMessage)) {
        return null;
      }
      synchronized (inboxLock) {
        return new Message(inbox.message(), inbox.finish());
      }
    } finally {
      turn.unlock();
    }
  }

  private int takeMessage() {
    int count = inbox.takeHeader();
    return count <= 0 ? count : inbox.message().take(inbox);
  }

  byte[] receiveBytes(long longest) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      Incoming message = awaitBytesMessage(longest);
      await(Waiter.FOREVER, () -> message.take(inbox));
      synchronized (inboxLock) {
        inbox.finish();
      }
      return message.bytes();
    } finally {
      turn.unlock();
    }
  }

  long receiveInto(MemoryTarget target) throws InterruptedException {
    target.mustBeWritable();
    turn.lockInterruptibly();
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
            takeBack(message, target);
          }
        }
      }
      return message.length();
    } finally {
      turn.unlock();
    }
  }

  private void takeBack(Incoming message, MemoryTarget from) {
    boolean done = false;
    try {
      message.takeBack(from);
      done = true;
    } finally {
      if (!done) {
        // The user's memory is gone, and with it what had come of the message.
        end.close("was closed by a failure in the middle of receiving a message");
      }
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

  boolean poll(long deadline) throws InterruptedException {
    if (!Endpoint.tryLock(turn, deadline)) {
      return false;
    }
    try {
      return await(deadline, () -> Math.abs(inbox.takeHeader()));
    } finally {
      turn.unlock();
    }
  }

  boolean readyOrArm() {
    synchronized (inboxLock) {
      return !end.isOpen()
          || inbox.takeHeader() != 0
          || (stream.armRead() && inbox.takeHeader() != 0);
    }
  }

  /** Reads and drops what has come; returns false at the end, else the waiters are told of more. */
  boolean drop() {
    ByteBuffer dropped = ByteBuffer.allocate(DROPPED_AT_ONCE);
    synchronized (inboxLock) {
      int count;
      do {
        count = stream.read(dropped.clear());
      } while (count > 0 || (count == 0 && stream.armRead()));
      return count == 0;
    }
  }

  /** Takes what was read and not used; the end was stopped, so nobody reads any more. */
  Inbox.@Nullable Handover handOver(long deadline) throws InterruptedException {
    if (!Endpoint.tryLock(turn, deadline)) {
      return null;
    }
    try {
      synchronized (inboxLock) {
        return inbox.handOver();
      }
    } finally {
      turn.unlock();
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
    if (stream.worthLooking() && look(step)) {
      return true;
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

  private boolean look(Step step) {
    Patience patience = new Patience();
    while (patience.lastsAMoment()) {
      if (done(step, false)) {
        return true;
      }
    }
    return false;
  }

  private boolean done(Step step, boolean arm) {
    synchronized (inboxLock) {
      do {
        end.checkOpen();
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
