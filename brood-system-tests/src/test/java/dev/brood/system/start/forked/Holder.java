package dev.brood.system.start.forked;

import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** One static field for whatever a test puts there. */
public final class Holder {
  public static @Nullable Object held;

  private Holder() {}

  /** Returns what is held. */
  public static Object get() {
    return held == null ? "nothing" : held;
  }

  /** Holds what cannot be copied. */
  public record Service(ExecutorService executor) {}

  /** Ends the executor that is held. */
  public static void closeService() {
    if (held instanceof List<?> list && list.getLast() instanceof Service service) {
      service.executor().close();
    }
  }
}
