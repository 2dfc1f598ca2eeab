package dev.brood.internal.operation;

import org.jspecify.annotations.Nullable;

/**
 * What a thread is encoding for: a proxy that travels between a server and its client needs less
 * care than one that travels elsewhere.
 */
public final class Carrier {

  private static final ThreadLocal<@Nullable Object> CURRENT = new ThreadLocal<>();

  private Carrier() {}

  /** Encodes something for a carrier: the id of a server, or the session of a client. */
  public static void during(Object carrier, Runnable encode) {
    Object before = CURRENT.get();
    CURRENT.set(carrier);
    try {
      encode.run();
    } finally {
      CURRENT.set(before);
    }
  }

  /** Returns what the calling thread encodes for; null if that is nothing we know. */
  public static @Nullable Object current() {
    return CURRENT.get();
  }
}
