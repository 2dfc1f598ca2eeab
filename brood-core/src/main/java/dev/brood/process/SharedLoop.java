package dev.brood.process;

import dev.brood.internal.wire.EventLoop;
import org.jspecify.annotations.Nullable;

/** The event loop of all processes of this JVM; it runs while one of them does. */
final class SharedLoop {

  private static @Nullable EventLoop loop;
  private static int users;

  private SharedLoop() {}

  static synchronized EventLoop acquire() {
    users++;
    EventLoop running = loop;
    if (running == null) {
      running = new EventLoop("brood-processes", null);
      loop = running;
    }
    return running;
  }

  static synchronized void release() {
    EventLoop running = loop;
    if (--users == 0 && running != null) {
      running.stop();
      loop = null;
    }
  }
}
