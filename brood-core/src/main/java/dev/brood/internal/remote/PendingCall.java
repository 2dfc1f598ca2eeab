package dev.brood.internal.remote;

import dev.brood.internal.message.Message;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A call that was made and not answered yet. */
final class PendingCall {

  final long id;

  /** Whether no thread waits for the answer. */
  final boolean unattended;

  /** Runs on a thread of its own when the answer is there; null if there is nothing to do. */
  private final @Nullable Runnable whenDone;

  /** The thread that waits. */
  volatile @Nullable Thread waiter;

  private volatile @Nullable Message reply;
  private volatile byte kind;
  private volatile @Nullable Throwable broken;

  private PendingCall(long id, boolean unattended, @Nullable Runnable whenDone) {
    this.id = id;
    this.unattended = unattended;
    this.whenDone = whenDone;
  }

  /** Makes a call for whose answer the caller waits. */
  static PendingCall awaited(long id) {
    return new PendingCall(id, false, null);
  }

  /** Makes a call for whose answer nobody waits. */
  static PendingCall unattended(long id, @Nullable Runnable whenDone) {
    return new PendingCall(id, true, whenDone);
  }

  boolean isDone() {
    return reply != null || broken != null;
  }

  /** The answer has come: a message that was read up to its values. */
  void answer(byte what, Message message) {
    kind = what;
    reply = message;
    tell();
  }

  /** No answer will come. */
  void fail(Throwable why) {
    broken = why;
    tell();
  }

  private void tell() {
    LockSupport.unpark(waiter);
    if (whenDone != null) {
      Thread.ofVirtual().name("brood-answer").start(whenDone);
    }
  }

  byte kind() {
    return kind;
  }

  @Nullable Message reply() {
    return reply;
  }

  @Nullable Throwable broken() {
    return broken;
  }
}
