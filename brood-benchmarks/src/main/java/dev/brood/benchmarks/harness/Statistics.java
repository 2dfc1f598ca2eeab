package dev.brood.benchmarks.harness;

import java.util.Arrays;
import java.util.Collection;

/** What is made of many samples. */
public final class Statistics {

  private Statistics() {}

  /** Returns the median, the mean of the middle two if there is no middle one; NaN of nothing. */
  public static double median(Collection<Double> samples) {
    return median(samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the median of {@code samples}, which are left as they are; NaN of nothing. */
  public static double median(double... samples) {
    if (samples.length == 0) {
      return Double.NaN;
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
