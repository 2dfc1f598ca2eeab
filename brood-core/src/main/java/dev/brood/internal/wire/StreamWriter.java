package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;

/** The writing end of the stream of bytes to the peer. One thread at a time; never blocks. */
public interface StreamWriter {

  /**
   * Writes as many of the bytes as the stream takes now and returns how many, 0 when it is full.
   * They outlive this process; the peer looks for them after {@link #flush()}.
   */
  int write(byte[] source, int offset, int length);

  /**
   * Writes up to eight bytes, the first of which is the lowest of {@code bytes}, all or none;
   * returns false where the stream has no quick way for that, then nothing was written.
   */
  default boolean write(long bytes, int count) {
    return false;
  }

  /** Writes bytes of an array, from {@code offset} on; otherwise as the other form. */
  int write(Attachment source, long offset);

  /** Has the peer see everything written before, and wakes it if it sleeps. */
  void flush();

  /**
   * As {@link #flush()} if the peer sleeps, else nothing; and it may miss a peer that is just going
   * to sleep. Whoever uses it calls {@link #flush()} before anything that may take long.
   */
  void flushSoon();

  /** Asks for a bell when there is space; returns true if there is some already. */
  boolean waitForSpace();
}
