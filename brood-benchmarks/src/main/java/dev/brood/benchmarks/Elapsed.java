package dev.brood.benchmarks;

/** How long something took, in the units of the rows. */
public final class Elapsed {

  /** Something to be timed. */
  @FunctionalInterface
  public interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  private final long nanos;

  private Elapsed(long nanos) {
    this.nanos = nanos;
  }

  /** Runs {@code action} and returns how long it took. */
  public static Elapsed of(Action action) throws Exception {
    long start = System.nanoTime();
    action.run();
    return new Elapsed(System.nanoTime() - start);
  }

  /** Returns the time in milliseconds. */
  public double millis() {
    return nanos / 1e6;
  }

  /** Returns the time in microseconds. */
  public double micros() {
    return nanos / 1e3;
  }

  /** Returns how many of {@code count} that makes in a second. */
  public double perSecond(double count) {
    return count * 1e9 / nanos;
  }
}
