package dev.brood.cli.doctor;

import java.util.Locale;

/** Numbers of bytes, for people. */
public final class Sizes {
  private static final String UNITS = "kMGTPE";

  private Sizes() {}

  /** Returns a number of bytes with at most three digits and its unit, such as {@code 1.5 GB}. */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1000) {
      value /= 1024;
      unit++;
    }
    String pattern = value < 10 ? "%.1f %cB" : "%.0f %cB";
    return String.format(Locale.ROOT, pattern, value, UNITS.charAt(unit));
  }
}
