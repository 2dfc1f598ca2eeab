package dev.brood.internal.message;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.stream.ByteStream;
import dev.brood.internal.stream.Waiter;
import dev.brood.internal.util.Patience;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sending half of an end. Each thread has its turn until its message is written. */
final class Sender {

  /** A message up to this is copied together with its header, which wakes the reader once. */
  private static final int SMALL = 32 * 1024;

  private final Endpoint end;
  private final ByteStream stream;
  private final Cargo cargo;
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicReference<@Nullable Outgoing> idle = new AtomicReference<>();

  // Of the thread whose turn it is.
  private final BitSet described = new BitSet();
  private boolean describedAny;
  private boolean keepsInterrupts;
  private boolean wasInterrupted;

  // Written by the thread whose turn it is, read by others.
  private final AtomicLong sentBytes = new AtomicLong();

  Sender(Endpoint end, Cargo cargo) {
    this.end = end;
    this.stream = end.stream();
    this.cargo = cargo;
  }

  /** One value, as a message. */
  private record OneValue(@Nullable Object value) implements MessageContent {
    @Override
    public void put(ValueWriter to) {
      to.write(value, "send()");
    }
  }

  void send(@Nullable Object value) throws InterruptedException {
    send(new OneValue(value), true);
  }

  /**
   * Sends a message.
   *
   * @param interruptible whether an interrupt ends the wait for space, and in the middle of the
   *     message the use of this end; otherwise it is kept for later
   */
  void send(MessageContent content, boolean interruptible) throws InterruptedException {
    Outgoing kept = idle.getAndSet(null);
    Outgoing outgoing = kept != null ? kept : new Outgoing();
    Exports sent = Exports.during(() -> outgoing.encode(content));
    boolean done = false;
    if (interruptible) {
      turn.lockInterruptibly();
    } else {
      turn.lock();
    }
    try {
      keepsInterrupts = !interruptible;
      write(outgoing.parts(described, !describedAny));
      describedAny |= !described.isEmpty();
      done = true;
      cargo.add(sent);
    } finally {
      endTurn();
      if (!done) {
        sent.cancel();
      }
    }
    if (outgoing.reset()) {
      idle.set(outgoing);
    }
  }

  private void endTurn() {
    boolean restore = wasInterrupted;
    wasInterrupted = false;
    keepsInterrupts = false;
    turn.unlock();
    if (restore) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how many bytes went; may be a moment old. */
  long sentBytes() {
    return sentBytes.getOpaque();
  }

  void sendBytes(long length, List<ByteBuffer> pieces) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      pieces.forEach(Sender::mustBeReadable);
      ByteBuffer header = ByteBuffer.allocate(MessageFormat.HEADER);
      header.putLong(MessageFormat.header(MessageFormat.BYTES, length)).flip();
      List<ByteBuffer> parts = new ArrayList<>();
      if (length <= SMALL) {
        ByteBuffer all = ByteBuffer.allocate(MessageFormat.HEADER + (int) length).put(header);
        pieces.forEach(all::put);
        parts.add(all.flip());
      } else {
        parts.add(header);
        parts.addAll(pieces);
      }
      write(parts);
    } finally {
      turn.unlock();
    }
  }

  /** Fails before anything was sent if this thread may not read the memory, or nobody any more. */
  private static void mustBeReadable(ByteBuffer piece) {
    if (piece.hasRemaining()) {
      byte _ = piece.get(piece.position());
    }
  }

  /** Waits for the message that is being sent; the end was stopped, so no other begins. */
  boolean finish(long deadline) throws InterruptedException {
    if (!Endpoint.tryLock(turn, deadline)) {
      return false;
    }
    turn.unlock();
    return true;
  }

  private void write(List<?> parts) throws InterruptedException {
    end.checkOpen();
    boolean begun = false;
    try {
      for (Object part : parts) {
        if (part instanceof Attachment array) {
          writeArray(array);
        } else {
          writeBytes((ByteBuffer) part, begun);
        }
        begun = true;
      }
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      throw gone;
    } catch (RuntimeException | Error failure) {
      if (begun) {
        // Whatever followed would be taken for the rest of this message.
        end.close("was closed by a failure in the middle of sending a message: " + failure);
      }
      throw failure;
    }
    stream.flush();
  }

  private void writeBytes(ByteBuffer bytes, boolean inMessage) throws InterruptedException {
    boolean begun = inMessage;
    Patience patience = null;
    while (bytes.hasRemaining()) {
      int count = stream.write(bytes);
      if (count > 0) {
        begun = true;
        patience = null;
        sentBytes.setOpaque(sentBytes.getPlain() + count);
        if (bytes.hasRemaining()) {
          stream.flushSoon();
        }
      } else {
        patience = awaitSpace(count, begun, patience);
      }
    }
  }

  private void writeArray(Attachment array) throws InterruptedException {
    long written = 0;
    Patience patience = null;
    while (written < array.byteLength()) {
      int count = stream.write(array, written);
      if (count > 0) {
        written += count;
        patience = null;
        sentBytes.setOpaque(sentBytes.getPlain() + count);
        stream.flushSoon();
      } else {
        patience = awaitSpace(count, true, patience);
      }
    }
  }

  /** Waits until it is worth trying again: looks for some time, and sleeps when that is over. */
  private Patience awaitSpace(int count, boolean begun, @Nullable Patience before)
      throws InterruptedException {
    if (count == ByteStream.ENDED) {
      end.checkOpen();
      throw new EndOfConnectionException(
          begun
              ? "the other end was closed, or its process ended, in the middle of a message"
              : "the other end is closed, or its process has ended");
    }
    Patience patience = before;
    if (patience == null) {
      stream.flush();
      patience = new Patience();
    }
    if (stream.worthLooking() && patience.lastsAMoment()) {
      return patience;
    }
    sleep(begun);
    return patience;
  }

  private void awaitBell(Waiter waiter) throws InterruptedException {
    while (true) {
      try {
        waiter.await(Waiter.FOREVER);
        return;
      } catch (InterruptedException e) {
        if (!keepsInterrupts) {
          throw e;
        }
        wasInterrupted = true;
      }
    }
  }

  private void sleep(boolean begun) throws InterruptedException {
    Waiter waiter = new Waiter();
    stream.waiters().add(waiter);
    try {
      while (!stream.armWrite()) {
        awaitBell(waiter);
        if (!begun) {
          end.checkOpen();
        }
        if (!stream.worthLooking()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      if (begun) {
        end.close("was closed by an interrupt in the middle of sending a message");
      }
      throw e;
    } finally {
      stream.waiters().remove(waiter);
    }
  }
}
