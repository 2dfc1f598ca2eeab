package dev.brood.internal.remote;

import dev.brood.internal.message.MessageContent;

/** What a client says without wanting an answer, or hardly one. */
final class Notes {

  private Notes() {}

  /** The caller of a call does not want to wait any longer. */
  static MessageContent cancel(long call) {
    return one(CallFormat.CANCEL, call);
  }

  /** Asks for a sign of life. */
  static MessageContent ping(long id) {
    return one(CallFormat.PING, id);
  }

  /** A handle of an object has left this process. */
  static MessageContent exported(long object) {
    return one(CallFormat.EXPORTED, object);
  }

  /** An object is not used here any more, of which the manager has told so often. */
  static MessageContent release(long object, long count) {
    return to -> {
      to.sink().putByte(CallFormat.RELEASE);
      to.sink().putLong(object);
      to.sink().putLong(count);
    };
  }

  private static MessageContent one(byte what, long id) {
    return to -> {
      to.sink().putByte(what);
      to.sink().putLong(id);
    };
  }
}
