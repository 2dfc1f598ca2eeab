package dev.brood.internal.death;

import dev.brood.internal.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a JVM writes into its {@code hs_err} file when it crashes.
 *
 * @param text the start of the file, empty if there is none
 */
public record CrashLog(String text) {
  /** There is none. */
  public static final CrashLog NONE = new CrashLog("");

  private static final int MOST = 1 << 16;

  /** Reads {@code file} if it exists. */
  public static CrashLog read(Path file) {
    if (!file.toFile().exists()) {
      return NONE;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new CrashLog(new String(in.readNBytes(MOST), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      Log.debug("cannot read " + file, unreadable);
      return NONE;
    }
  }

  /** Tells whether the JVM wrote one. */
  public boolean exists() {
    return !text.isEmpty();
  }

  /**
   * Returns what happened and where, in one line such as {@code SIGSEGV (0xb) at pc=..., frame C
   * [libfoo.so+0x10]}; empty if the file does not say.
   */
  public String headline() {
    StringBuilder headline = new StringBuilder();
    boolean frameFollows = false;
    for (String line : text.lines().limit(60).toList()) {
      if (!line.startsWith("#")) {
        break;
      }
      String content = line.substring(1).strip();
      if (frameFollows) {
        return headline.append(", frame ").append(content).toString();
      }
      if (content.startsWith("Problematic frame")) {
        frameFollows = true;
      } else if (headline.isEmpty() && saysWhat(content)) {
        headline.append(content);
      } else if (content.startsWith("fatal error: ")) {
        // Follows the place in the JVM's own source, which says less.
        headline.append(", ").append(content);
      }
    }
    return headline.toString();
  }

  private static boolean saysWhat(String line) {
    return line.startsWith("SIG")
        || line.startsWith("EXCEPTION_")
        || line.startsWith("Internal Error")
        || line.startsWith("Native memory allocation")
        || line.startsWith("Out of Memory Error")
        || line.startsWith("There is insufficient memory");
  }
}
