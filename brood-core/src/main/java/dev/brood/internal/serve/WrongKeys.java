package dev.brood.internal.serve;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Logs that somebody tried to connect without the key: the first time at once, then at most every
 * minute, so that nobody can fill a disk by trying. Safe for any thread.
 */
final class WrongKeys {

  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private boolean logged;
  private long loggedAt;
  private long unlogged;

  /** Somebody has tried. */
  void add() {
    long now = System.nanoTime();
    long before;
    synchronized (this) {
      if (logged && now - loggedAt < PAUSE_NANOS) {
        unlogged++;
        return;
      }
      before = unlogged;
      logged = true;
      loggedAt = now;
      unlogged = 0;
    }
    System.getLogger("dev.brood")
        .log(
            Level.WARNING,
            "somebody who does not know the key tried to connect"
                + (before == 0 ? "" : "; " + before + " others have since this was last said"));
  }
}
