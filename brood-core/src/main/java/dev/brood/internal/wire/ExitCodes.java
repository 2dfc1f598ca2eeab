package dev.brood.internal.wire;

/**
 * Exit codes with which a child ends itself; chosen where neither shells nor signals have theirs.
 */
public final class ExitCodes {

  /** The target threw; its stack trace stands on the child's standard error. */
  public static final int TARGET_FAILED = 1;

  /** The heap has no room for a function that was sent, with what it captures. */
  public static final int FUNCTION_TOO_LARGE = 120;

  /** The owner ended or was killed, so the child ended too. */
  public static final int OWNER_GONE = 121;

  /** The child could not reach its owner or did not get through the handshake. */
  public static final int BOOT_FAILED = 122;

  /** The heap is full; which item filled it was said before, if there was room for that. */
  public static final int OUT_OF_MEMORY = 123;

  private ExitCodes() {}
}
