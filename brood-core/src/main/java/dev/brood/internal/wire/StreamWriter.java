package dev.brood.internal.wire;

/** The writing end of the stream of bytes to the peer. One thread at a time; never blocks. */
public interface StreamWriter {

  /**
   * Writes as many of the bytes as the stream takes now and returns how many, 0 when it is full.
   */
  int write(byte[] source, int offset, int length);

  /** Wakes a peer that sleeps, so that it sees everything written before. */
  void flush();

  /**
   * As {@link #flush()} but cheaper, and it may miss a peer that is just going to sleep. Whoever
   * uses it calls {@link #flush()} before anything that may take long.
   */
  void flushSoon();

  /** Asks for a bell when there is space; returns true if there is some already. */
  boolean waitForSpace();
}
