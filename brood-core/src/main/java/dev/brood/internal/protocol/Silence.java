package dev.brood.internal.protocol;

/**
 * How long the other side has said nothing. Time is counted in looks, not read from a clock: a
 * process that was stopped and goes on has looked once, so it does not blame the other side for its
 * own pause. One thread.
 */
public final class Silence {

  private static final int LOOKS = 4;

  private final long interval;
  private long traffic = -1;
  private int quiet;

  /**
   * Begins now.
   *
   * @param patienceNanos how long it may last
   */
  public Silence(long patienceNanos) {
    this.interval = Math.max(1, patienceNanos / LOOKS);
  }

  /** Returns how many nanoseconds to let pass between two looks. */
  public long interval() {
    return interval;
  }

  /**
   * Looks.
   *
   * @param current a number that is another one if something came or went since the last look
   * @param due whether something had to come
   * @return whether nothing did for longer than allowed
   */
  public boolean isTooLong(long current, boolean due) {
    quiet = due && current == traffic ? quiet + 1 : 0;
    traffic = current;
    return quiet > LOOKS;
  }
}
