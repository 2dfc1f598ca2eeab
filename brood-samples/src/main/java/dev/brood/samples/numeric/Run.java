package dev.brood.samples.numeric;

import java.util.Locale;

/**
 * What was measured with one number of workers.
 *
 * @param workers how many there were
 * @param primes how many primes they found
 * @param startSeconds until all of them were up, which is in none of the other times
 * @param seconds from the first task to the last result
 * @param cpuSeconds what all workers together used of their processors meanwhile
 */
record Run(int workers, long primes, double startSeconds, double seconds, double cpuSeconds) {
  static final String HEADER =
      "workers     primes   start s    time s     CPU s   speed-up   efficiency";

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
        "%7d %,10d %9.2f %9.2f %9.2f %10.2f %10.0f %%",
        workers,
        primes,
        startSeconds,
        seconds,
        cpuSeconds,
        speedUp(first),
        100 * efficiency(first));
  }
}
