package dev.brood.internal.wire;

/** The kinds of control frame. Plain bytes, since an enum costs a starting child more. */
public final class FrameType {

  /** Both: bytes or space came into a ring, look again. */
  public static final byte BELL = 1;

  /** Both: bytes of the data stream, where the stream goes through the socket. */
  public static final byte DATA = 2;

  /** Both: the reader of the data stream has room for so many more bytes (4). */
  public static final byte CREDIT = 3;

  /** Child: it has begun as many items (8), where there is no mapped cell to say so. */
  public static final byte STARTED = 4;

  /** Child: it has opened everything the welcome named. */
  public static final byte READY = 5;

  /** Child: it is about to end by itself, through {@code System.exit} or the end of its target. */
  public static final byte GOODBYE = 6;

  /** Owner: interrupt the thread that runs item (8), counted from 1; a target is item 1. */
  public static final byte INTERRUPT = 7;

  /** Child: send a class file or resource that is not found here; see {@link ClassRequest}. */
  public static final byte CLASS_REQUEST = 8;

  /** Owner: answer to a request; request number (4), found (1), bytes or why there are none. */
  public static final byte CLASS_REPLY = 9;

  /** Owner: skip items, and interrupt the one that runs; first (8) and last (8), from 1. */
  public static final byte CALL_OFF = 10;

  /** Child: its task makes progress; where there is no mapped cell to say so. */
  public static final byte HEARTBEAT = 11;

  /** Child: something was not preloaded; why, in words. */
  public static final byte PRELOAD_FAILED = 12;

  /** Owner: skip items that have not begun, and say which; first (8) and last (8), from 1. */
  public static final byte TAKE_BACK = 13;

  /** Child: these items have not begun and will not; first (8) and last (8), from 1. */
  public static final byte GIVEN_BACK = 14;

  private FrameType() {}
}
