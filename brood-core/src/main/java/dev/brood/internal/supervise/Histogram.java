package dev.brood.internal.supervise;

/**
 * Counts durations in buckets of a relative width of one eighth: exact enough for percentiles, two
 * kilobytes, nothing to sort. After HdrHistogram's bucketing.
 */
final class Histogram {

  private static final int STEPS = 8;
  private static final int STEP_BITS = 3;

  private final long[] counts = new long[STEPS * Long.SIZE];
  private long total;

  void add(long nanos, long times) {
    counts[bucket(Math.max(0, nanos))] += times;
    total += times;
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (nanos >>> (power - STEP_BITS)) & (STEPS - 1);
    return (power - STEP_BITS + 1) * STEPS + step;
  }

  private static long upperBound(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int power = bucket / STEPS + STEP_BITS - 1;
    long step = bucket % STEPS + STEPS + 1L;
    return (step << (power - STEP_BITS)) - 1;
  }

  /** Returns a duration that so much of all is not longer than, from 0 to 1; 0 if there is none. */
  long percentile(double share) {
    long rank = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return upperBound(i);
      }
    }
    return 0;
  }
}
