package dev.brood.internal.budget;

import dev.brood.internal.command.GivenOptions;
import dev.brood.jvm.JvmOptions;
import java.util.Locale;

/** Sizes of heaps, as JVMs are told them. */
final class HeapSize {

  private static final long MB = 1L << 20;

  private HeapSize() {}

  /**
   * Returns how large a heap may get by the choice of the user.
   *
   * @param usual what it may otherwise
   * @return the size in bytes, the usual one if it cannot be read; 0 if the user has not chosen
   */
  static long given(JvmOptions jvm, long usual) {
    long found = 0;
    for (String option : GivenOptions.of(jvm)) {
      found = given(option, found, usual);
    }
    return found;
  }

  private static long given(String option, long before, long usual) {
    if (option.startsWith("-Xmx")) {
      return parse(option.substring(4), usual);
    }
    if (option.startsWith("-XX:MaxHeapSize=")) {
      return parse(option.substring(option.indexOf('=') + 1), usual);
    }
    // A file of flags may say anything.
    boolean decides = option.startsWith("-XX:MaxRAM") || option.startsWith("-XX:Flags=");
    return decides ? usual : before;
  }

  /** Reads a size such as {@code 512m}; what is none is for the JVM to complain of. */
  private static long parse(String text, long otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    int unit = "kmgt".indexOf(text.toLowerCase(Locale.ROOT).charAt(text.length() - 1)) + 1;
    try {
      long number = Long.parseLong(unit == 0 ? text : text.substring(0, text.length() - 1));
      return Math.max(1, Math.multiplyExact(number, 1L << (10 * unit)));
    } catch (NumberFormatException | ArithmeticException notOne) {
      return otherwise;
    }
  }

  /** Returns a size as a JVM is told it, in whole megabytes. */
  static String text(long bytes) {
    return bytes / MB + "m";
  }

  /**
   * Returns the next smaller of a few sizes, four for each doubling. Spares are shared by pools
   * whose options agree.
   */
  static long roundDown(long bytes) {
    long megabytes = bytes / MB;
    long step = Math.max(1, Long.highestOneBit(megabytes) / 4);
    return megabytes / step * step * MB;
  }
}
