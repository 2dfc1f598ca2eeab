package dev.brood.internal.launch;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this library does when the JVM exits, in order.
 *
 * <p>The JVM runs its shutdown hooks all at once, so there is one, and it runs the stages one after
 * the other: the folder with the sockets must not vanish under children that are still being ended.
 */
public final class ShutdownSequence {
  /** In the order in which they run. */
  public enum Stage {
    /** End the children that must not outlive this JVM, join the others. */
    CHILDREN,
    /** Delete files and folders. */
    FOLDERS
  }

  /** Takes an action back. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private static final ShutdownSequence OF_THIS_JVM = new ShutdownSequence();

  /** Guarded by this. */
  private final EnumMap<Stage, Map<Object, Runnable>> actions = new EnumMap<>(Stage.class);

  private boolean hooked;

  ShutdownSequence() {}

  /**
   * Has {@code action} run at {@code stage} of this JVM's exit, unless the registration is closed
   * before. During the exit itself it is too late: then nothing happens.
   */
  public static Registration register(Stage stage, Runnable action) {
    return OF_THIS_JVM.add(stage, action);
  }

  synchronized Registration add(Stage stage, Runnable action) {
    if (!hooked) {
      hooked = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(this::run, "brood-exit"));
      } catch (IllegalStateException exiting) {
        LaunchLog.debug("registered while the JVM exits", exiting);
      }
    }
    Object key = new Object();
    actions.computeIfAbsent(stage, each -> new LinkedHashMap<>()).put(key, action);
    return () -> remove(stage, key);
  }

  private synchronized void remove(Stage stage, Object key) {
    Map<Object, Runnable> registered = actions.get(stage);
    if (registered != null) {
      registered.remove(key);
    }
  }

  private synchronized Runnable[] take(Stage stage) {
    Map<Object, Runnable> registered = actions.remove(stage);
    return registered == null ? new Runnable[0] : registered.values().toArray(Runnable[]::new);
  }

  void run() {
    for (Stage stage : Stage.values()) {
      for (Runnable action : take(stage)) {
        try {
          action.run();
        } catch (RuntimeException | Error failure) {
          // The rest must still run; a logger may already be gone at this point.
          LaunchLog.debug("an action at exit failed", failure);
        }
      }
    }
  }
}
