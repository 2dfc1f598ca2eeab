package dev.brood.system.support;

import java.time.Duration;

/**
 * How long tests wait at most. {@code -Dbrood.test.slowness=3} makes all of it three times as long,
 * for machines that are slow or busy.
 */
public final class Delays {
  private static final double SLOWNESS =
      Double.parseDouble(System.getProperty("brood.test.slowness", "1"));

  /** Within which the processes of a dead owner must be gone. */
  public static final Duration ORPHANS_GONE = scaled(1_000);

  /** By how much the middle one of many limits of tasks may be late. */
  public static final Duration LIMIT_ACCURACY = scaled(20);

  /** For how long at most survivors stand still when one of them is killed. */
  public static final Duration NOT_STUCK = scaled(1_000);

  /** Within which something prompt must have happened on a busy machine. */
  public static final Duration PROMPT = scaled(5_000);

  /** Within which whatever is expected must have happened on a busy machine. */
  public static final Duration PATIENT = scaled(30_000);

  /** How long to watch that something does not happen. */
  public static final Duration WATCH = scaled(200);

  /** After which a test is stuck. */
  public static final Duration STUCK = scaled(90_000);

  /** After which a long test is stuck. */
  public static final Duration LONG_STUCK = scaled(1_200_000);

  private Delays() {}

  private static Duration scaled(long millis) {
    return Duration.ofMillis((long) (millis * SLOWNESS));
  }
}
