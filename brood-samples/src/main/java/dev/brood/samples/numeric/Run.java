package dev.brood.samples.numeric;

import java.util.Locale;

/** What was measured with one number of workers. */
record Run(int workers, long primes, double seconds, double cpuSeconds) {
  static final String HEADER = "workers     primes    time s     CPU s   speed-up   efficiency";

  /** How many times faster than another run. */
  double speedUp(Run other) {
    return other.seconds / seconds;
  }

  /** The speed-up as a share of what this many workers could bring at best. */
  double efficiency(Run other) {
    return speedUp(other) * other.workers / workers;
  }

  /** Returns a line that stands below the header. */
  String row(Run first) {
    return String.format(
        Locale.ROOT,
        "%7d %,10d %9.2f %9.2f %10.2f %10.0f %%",
        workers,
        primes,
        seconds,
        cpuSeconds,
        speedUp(first),
        100 * efficiency(first));
  }
}
