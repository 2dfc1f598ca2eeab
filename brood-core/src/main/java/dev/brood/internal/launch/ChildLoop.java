package dev.brood.internal.launch;

import dev.brood.internal.wire.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of all children of this JVM that have no other: processes, and spares. It runs
 * while somebody uses it. Any thread.
 */
public final class ChildLoop {

  private static @Nullable EventLoop loop;
  private static int users;

  private ChildLoop() {}

  /** Returns the loop, which runs until this use and all others are {@linkplain #release over}. */
  public static synchronized EventLoop acquire() {
    users++;
    EventLoop running = loop;
    if (running == null) {
      running = new EventLoop("brood-children", null);
      loop = running;
    }
    return running;
  }

  /** Ends a use. */
  public static synchronized void release() {
    EventLoop running = loop;
    if (--users == 0 && running != null) {
      running.stop();
      loop = null;
    }
  }
}
