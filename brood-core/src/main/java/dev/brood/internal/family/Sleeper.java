package dev.brood.internal.family;

import dev.brood.internal.os.Futex;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.util.Patience;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A thread that is about to sleep in a {@link WaitSet}, or sleeps. */
public final class Sleeper {

  /**
   * How long to sleep by futex: long enough for an answer that comes soon, when being woken fast
   * counts, and short enough for nobody to see that an interrupt has to wait for it.
   */
  private static final long BY_FUTEX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  final Thread thread = Thread.currentThread();
  private final WaitSet set;

  // Written by whoever rings, taken back by the thread itself.
  volatile boolean rung;

  Sleeper(WaitSet set) {
    this.set = set;
  }

  /**
   * Sleeps until somebody rings, the time has come, or the thread is interrupted; also returns now
   * and then for no reason. Ends at once if somebody has rung since the sleeper was last entered.
   *
   * <p>A thread that is alone in its process first looks for a moment whether somebody does, then
   * sleeps by futex for another if there is one, and parks after that. Where more wait, and they
   * may be very many, they park at once; and so do virtual threads, which have a carrier to give
   * back.
   *
   * @param deadlineNanos the time in terms of {@link System#nanoTime}, or {@link Deadline#NEVER}
   */
  public void sleep(long deadlineNanos) {
    if (thread.isVirtual() || !set.isAlone(this) || !isRungSoon(deadlineNanos)) {
      park(deadlineNanos);
    }
  }

  private boolean isRungSoon(long deadlineNanos) {
    Patience patience = new Patience();
    do {
      if (set.isRung(this)) {
        return true;
      }
    } while (patience.lastsAMoment());
    Futex futex = Futex.ofThisJvm();
    return futex != null
        && set.awaitRing(this, futex, Deadline.afterAtMost(BY_FUTEX_NANOS, deadlineNanos));
  }

  /** Sleeps as {@link #sleep} does, and parks at once: of one whose answer will take its time. */
  public void park(long deadlineNanos) {
    if (!set.mayPark(this)) {
      return;
    }
    if (deadlineNanos == Deadline.NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, deadlineNanos - System.nanoTime());
    }
  }
}
