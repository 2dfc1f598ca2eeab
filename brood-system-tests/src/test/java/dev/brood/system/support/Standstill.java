package dev.brood.system.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long survivors stood still after one of them was killed. In a run of many rounds, which has
 * the machine to itself, never longer than is promised.
 */
public final class Standstill {
  private static final int MANY = 100;

  private long startNanos;
  private long longestNanos;
  private int kills;

  /** Says that a process has just been killed. */
  public void begins() {
    startNanos = System.nanoTime();
    kills++;
  }

  /** Says that all others have got on. */
  public void ends() {
    longestNanos = Math.max(longestNanos, System.nanoTime() - startNanos);
  }

  /** Waits until others have got on. */
  public void until(String what, BooleanSupplier condition) {
    Waits.until(what, Delays.PROMPT, condition);
    ends();
  }

  /** Shows the longest, and checks it. */
  public void report(String where) {
    Duration longest = Duration.ofNanos(longestNanos);
    if (kills >= MANY) {
      System.out.printf("chaos: %s kills=%d stoodStill=%d ms%n", where, kills, longest.toMillis());
      assertThat(longest).as(where).isLessThan(Delays.NOT_STUCK);
    }
  }
}
