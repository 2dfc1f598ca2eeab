package dev.brood.internal.util;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The log of this package. Looked up when there is something to say: the first logger costs a fresh
 * JVM as much as half the start of a child.
 */
public final class Log {
  private Log() {}

  /** Notes what nobody need know of unless they look for a fault. */
  public static void debug(String message, @Nullable Throwable cause) {
    System.getLogger("dev.brood").log(Level.DEBUG, message, cause);
  }

  public static void warning(String message, @Nullable Throwable cause) {
    System.getLogger("dev.brood").log(Level.WARNING, message, cause);
  }
}
