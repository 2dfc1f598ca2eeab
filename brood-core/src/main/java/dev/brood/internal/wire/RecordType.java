package dev.brood.internal.wire;

/**
 * The first byte of a record's body; items of a batch have none, they follow their batch. Plain
 * bytes, since an enum costs a starting child more.
 */
public final class RecordType {

  /** Child: an item's result; the value. */
  public static final byte OK = 0;

  /** Child: why an item has no result; a remote throwable. */
  public static final byte FAILED = 1;

  /** Child: the batch is done; nanoseconds it took (8). */
  public static final byte BATCH_DONE = 2;

  /** Both: a shape that values from now on name by number; number, definition. */
  public static final byte SHAPE = 3;

  /** Owner: a function that batches from now on name by number; number, value. */
  public static final byte FUNCTION = 4;

  /** Owner: a function is used no more; number. */
  public static final byte FORGET = 5;

  /**
   * Owner: items follow, each a record; how to call (1), function (if any), how many, index of the
   * first (8), seed (8), when results are wanted (1).
   */
  public static final byte BATCH = 6;

  /** Owner: end. */
  public static final byte EXIT = 7;

  /** Owner: the target of a process; a callable. */
  public static final byte TARGET = 8;

  /** Owner: classes to load, see {@link ClassNames}. */
  public static final byte CLASS_NAMES = 9;

  /** Owner: who a spare is to be, see {@link Welcome}. */
  public static final byte WELCOME = 10;

  /** Owner: classes to load but not to initialize, see {@link ClassNames}. */
  public static final byte RECENT_CLASSES = 13;

  /** Owner: what a spare runs before it is ready; a runnable. */
  public static final byte PRELOAD_HOOK = 11;

  /** Owner: all that is to be preloaded was named. */
  public static final byte PRELOADED = 12;

  /** Owner: say when so much of the heap is in use (8), garbage not counted. */
  public static final byte HEAP_LIMIT = 14;

  /** Child: more of the heap is in use than that; bytes (8). */
  public static final byte HEAP_IN_USE = 15;

  /** Child: an item was called off before it began. */
  public static final byte SKIPPED = 16;

  /** Child: single calls are done; how many, nanoseconds that they took together (8). */
  public static final byte CALLS_DONE = 17;

  /** How an item is called: it is itself a callable. */
  public static final byte CALL_ITEM = 0;

  /** How an item is called: a function is applied to it. */
  public static final byte CALL_FUNCTION = 1;

  /** How an item is called: a function is applied to its key and its value. */
  public static final byte CALL_BI_FUNCTION = 2;

  /** When results are wanted: each as it comes. */
  public static final byte EACH = 0;

  /** When results are wanted: those of a batch together, if its items take long. */
  public static final byte TOGETHER = 1;

  private RecordType() {}
}
