package dev.brood.benchmarks;

/** What the value of a row is counted in, and whether less of it is better. */
public enum Unit {
  MILLISECONDS("ms", true),
  MICROSECONDS("us", true),
  PER_SECOND("/s", false),
  MEGABYTES_PER_SECOND("MB/s", false),
  SPEED_UP("x", false),
  CORE_PERCENT("% of a core", true),
  MEGABYTES("MB", true);

  private final String label;
  private final boolean lessIsBetter;

  Unit(String label, boolean lessIsBetter) {
    this.label = label;
    this.lessIsBetter = lessIsBetter;
  }

  /** Returns the unit as it is printed. */
  public String label() {
    return label;
  }

  /**
   * Returns how many times better {@code ours} is than {@code theirs}: above 1 when ours is better,
   * whether the unit is a time or a rate. NaN when there is no such number.
   */
  public double ratio(double ours, double theirs) {
    double ratio = lessIsBetter ? theirs / ours : ours / theirs;
    return Double.isFinite(ratio) ? ratio : Double.NaN;
  }
}
