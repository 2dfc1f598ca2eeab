package dev.brood.internal.protocol;

/**
 * What is said between a client and its manager. Each message begins with a byte that says what it
 * is; docs/manager-wire.md has all of them.
 */
public final class CallFormat {

  public static final long MAGIC = 0x42524F4F444D4731L; // BROODMG1
  public static final int VERSION = 1;

  // From the client.
  public static final byte HELLO = 1;
  public static final byte CALL = 2;
  public static final byte BATCH = 3;
  public static final byte CANCEL = 4;
  public static final byte RELEASE = 5;
  public static final byte EXPORTED = 6;
  public static final byte PING = 7;
  public static final byte LEASE = 8;
  public static final byte GOODBYE = 9;

  // From the manager.
  public static final byte WELCOME = 32;
  public static final byte RETURN = 33;
  public static final byte THROWN = 34;
  public static final byte RESULTS = 35;
  public static final byte PONG = 36;

  /** The object that stands for the manager itself. */
  public static final long ROOT = 0;

  /** Flag of a call: the client uses the object for the first time, and wants a lease. */
  public static final int ATTACH = 1;

  /** The most calls of a batch. */
  public static final int MOST_CALLS = 1 << 20;

  private CallFormat() {}
}
