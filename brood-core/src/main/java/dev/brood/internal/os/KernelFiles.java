package dev.brood.internal.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the small files in which a kernel tells about itself, such as those under {@code /proc}.
 *
 * <p>They have no size before they are read, and the first use of {@code java.nio.file.Files} costs
 * a fresh JVM ten times what a plain stream does.
 */
public final class KernelFiles {
  private KernelFiles() {}

  /** Returns the content of {@code path}, or null if there is no such file or it is not for us. */
  public static byte @Nullable [] bytes(String path) {
    try (FileInputStream in = new FileInputStream(path)) {
      return in.readAllBytes();
    } catch (IOException absent) {
      return null;
    }
  }

  /** Returns the content of {@code path} as text, or null as {@link #bytes} does. */
  public static @Nullable String text(String path) {
    byte[] bytes = bytes(path);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the rest of the line of {@code text} that starts with {@code key}, or null. */
  public static @Nullable String valueOf(@Nullable String text, String key) {
    if (text == null) {
      return null;
    }
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(key)) {
        return line.substring(key.length()).strip();
      }
    }
    return null;
  }

  /** Returns {@code text} as a number, or {@code otherwise} if it is null or none. */
  public static long number(@Nullable String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException notOne) {
      return otherwise;
    }
  }

  /** Returns how many numbers a kernel list such as {@code 0-3,8} names, or 0 if it is none. */
  public static int countOf(@Nullable String list) {
    if (list == null || list.isBlank()) {
      return 0;
    }
    int count = 0;
    for (String range : list.strip().split(",", -1)) {
      int dash = range.indexOf('-');
      long first = number(dash < 0 ? range : range.substring(0, dash), -1);
      long last = dash < 0 ? first : number(range.substring(dash + 1), -1);
      if (first < 0 || last < first || last > 1_000_000) {
        return 0;
      }
      count += (int) (last - first) + 1;
    }
    return count;
  }
}
