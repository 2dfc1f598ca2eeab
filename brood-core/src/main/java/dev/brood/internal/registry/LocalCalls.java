package dev.brood.internal.registry;

import dev.brood.exception.ManagerDiedException;
import dev.brood.internal.operation.Operation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls by which the JVM of a manager uses its objects itself. They end with the manager as
 * those of other processes do, also while they wait. Safe for any thread.
 */
final class LocalCalls {

  /** What a thread does with an object. */
  interface Call {
    @Nullable Object run() throws Throwable;
  }

  /** A call that may wait, and that the end of the manager interrupts. */
  private static final class Waiting {
    private final Thread thread = Thread.currentThread();

    // Guarded by this object.
    private boolean over;
    private boolean rung;

    synchronized void ring() {
      if (!over) {
        rung = true;
        thread.interrupt();
      }
    }

    /** Says that the call is over; tells whether it was interrupted here, and undoes that. */
    synchronized boolean leave() {
      over = true;
      boolean wasRung = rung;
      rung = false;
      if (wasRung) {
        boolean _ = Thread.interrupted();
      }
      return wasRung;
    }
  }

  private final Session own;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /** Makes the calls of this JVM's own session. */
  LocalCalls(Session own) {
    this.own = own;
  }

  /**
   * Makes a call.
   *
   * @throws ManagerDiedException if the manager has ended, or ends while the call waits
   * @throws Throwable what the call throws
   */
  @Nullable Object run(Operation operation, Call call) throws Throwable {
    mustNotHaveEnded();
    if (!operation.mayWait()) {
      return call.run();
    }
    Waiting self = new Waiting();
    waiting.add(self);
    try {
      mustNotHaveEnded();
      return call.run();
    } catch (Throwable thrown) {
      if (self.leave() || (ended && thrown instanceof InterruptedException)) {
        throw gone(thrown);
      }
      throw thrown;
    } finally {
      waiting.remove(self);
      boolean _ = self.leave();
    }
  }

  private void mustNotHaveEnded() {
    if (ended) {
      throw gone(null);
    }
  }

  private static ManagerDiedException gone(@Nullable Throwable cause) {
    return new ManagerDiedException("the manager of this process was closed", cause);
  }

  /** Ends them: what this JVM held is free, and what waits fails. */
  void end() {
    ended = true;
    // In this order: who is interrupted must see why.
    own.end(false);
    waiting.forEach(Waiting::ring);
  }
}
