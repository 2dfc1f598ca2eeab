package dev.brood.internal.util;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The log of the library, {@code dev.brood}. Looked up when there is something to say: the first
 * logger costs a fresh JVM as much as half the start of a child.
 */
public final class Log {
  private Log() {}

  /** Says what only somebody who looks for a fault wants to know. */
  public static void debug(String message, @Nullable Throwable cause) {
    System.getLogger("dev.brood").log(Level.DEBUG, message, cause);
  }

  /** Says what the user should know of. */
  public static void warning(String message, @Nullable Throwable cause) {
    System.getLogger("dev.brood").log(Level.WARNING, message, cause);
  }
}
