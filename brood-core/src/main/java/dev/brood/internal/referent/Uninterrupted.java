package dev.brood.internal.referent;

import dev.brood.exception.ManagerDiedException;
import dev.brood.internal.registry.Session;

/** A wait that an interrupt does not end, but the end of whoever waits does. */
final class Uninterrupted {

  /** What waits. */
  interface Wait {
    void run() throws InterruptedException;
  }

  private Uninterrupted() {}

  /**
   * Waits; an interrupt stays pending.
   *
   * @throws ManagerDiedException if the session has ended: nobody may believe that it has waited
   */
  static void run(Session session, Wait wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          wait.run();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          if (session.hasEnded()) {
            throw new ManagerDiedException("the client is gone, or the manager", e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
