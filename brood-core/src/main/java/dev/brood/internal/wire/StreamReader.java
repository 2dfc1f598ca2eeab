package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;

/** The reading end of the stream of bytes from the peer. One thread at a time; never blocks. */
public interface StreamReader {

  /** Tells whether there is something to read. */
  boolean hasBytes();

  /**
   * Looks for what the peer has written without a flush; tells whether there is something to read.
   */
  boolean hasUnflushed();

  /** Reads what is there, up to {@code length} bytes; returns how many, 0 when nothing is. */
  int read(byte[] target, int offset, int length);

  /** Reads bytes into an array, from {@code offset} on; otherwise as the other form. */
  int read(Attachment target, long offset);

  /** Asks for a bell when bytes come; returns true if there are some already. */
  boolean waitForBytes();

  /** Takes back the wish for a bell, since this side looks by itself for a while. */
  void lookingAgain();

  /** Tells whether looking helps: bytes appear without another thread of this JVM. */
  boolean worthLooking();
}
