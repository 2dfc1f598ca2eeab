package dev.brood.samples.support;

import java.util.Locale;

/** Time since it was started. Prints as {@code 1.23 s}. */
public final class Stopwatch {
  private final long start = System.nanoTime();

  private Stopwatch() {}

  public static Stopwatch start() {
    return new Stopwatch();
  }

  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f s", seconds());
  }
}
