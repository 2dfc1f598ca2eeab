package dev.brood.internal.stream;

import dev.brood.internal.codec.Attachment;
import java.nio.ByteBuffer;

/**
 * The bytes of one end, both ways. Nothing here waits: an operation does what can be done now, and
 * whoever must wait arms the stream and parks until the {@linkplain #waiters() waiters} are
 * signalled.
 *
 * <p>One thread at a time may use each direction. The caller sees to that.
 */
public interface ByteStream {

  /** What an operation returns when the other end is gone for good. */
  int ENDED = -1;

  /** Writes from the buffer's position on; returns how many bytes, 0 when full, or ENDED. */
  int write(ByteBuffer from);

  /** Writes bytes of an array, from {@code offset} on; otherwise as the other form. */
  int write(Attachment from, long offset);

  /** Reads to the buffer's position; returns how many bytes, 0 when none came yet, or ENDED. */
  int read(ByteBuffer to);

  /** Reads bytes into an array, from {@code offset} on; otherwise as the other form. */
  int read(Attachment to, long offset);

  /** Wakes a reader that sleeps, so that it sees everything written before. */
  void flush();

  /** As {@link #flush()} but cheaper, and it may miss a reader that is just going to sleep. */
  void flushSoon();

  /** Asks for a signal when bytes come; returns true if it is worth reading now. */
  boolean armRead();

  /** Asks for a signal when there is space; returns true if it is worth writing now. */
  boolean armWrite();

  /** Tells whether bytes appear without another thread of this JVM, so that looking helps. */
  boolean worthLooking();

  /** Tells whether the other end is gone; what it wrote before may still be read. */
  boolean ended();

  /** Returns the threads that wait for this stream. */
  Waiters waiters();

  /** Lets go of the other end, which sees the end of the stream. Any thread; again: nothing. */
  void shut();

  /** Frees what the stream holds; called once, after {@link #shut}, when nobody uses it. */
  void release();
}
