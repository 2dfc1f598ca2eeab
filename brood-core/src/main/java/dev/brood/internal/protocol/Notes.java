package dev.brood.internal.protocol;

import dev.brood.internal.message.MessageContent;

/** What a client says without wanting an answer, or hardly one. */
public final class Notes {

  private Notes() {}

  /** The caller of a call does not want to wait any longer. */
  public static MessageContent cancel(long call) {
    return one(CallFormat.CANCEL, call);
  }

  /** Asks for a sign of life. */
  public static MessageContent ping(long id) {
    return one(CallFormat.PING, id);
  }

  /** A handle of an object has left this process. */
  public static MessageContent exported(long object) {
    return one(CallFormat.EXPORTED, object);
  }

  /** An object is not used here any more, of which the manager has told so often. */
  public static MessageContent release(long object, long count) {
    return to -> {
      to.sink().putByte(CallFormat.RELEASE);
      to.sink().putLong(object);
      to.sink().putLong(count);
    };
  }

  /** An object is used here, over this connection as over the one before, which broke. */
  public static MessageContent lease(long object) {
    return one(CallFormat.LEASE, object);
  }

  /** This client leaves, and does not come back to what it used. */
  public static MessageContent goodbye() {
    return one(CallFormat.GOODBYE, 0);
  }

  private static MessageContent one(byte what, long id) {
    return to -> {
      to.sink().putByte(what);
      to.sink().putLong(id);
    };
  }
}
