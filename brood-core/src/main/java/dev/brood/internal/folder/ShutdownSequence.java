package dev.brood.internal.folder;

import dev.brood.internal.util.Log;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Takes what was registered back. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private static final ShutdownSequence OF_THIS_JVM = new ShutdownSequence();

  /** Guarded by this. */
  private final EnumMap<Stage, Map<Entry, AutoCloseable>> actions = new EnumMap<>(Stage.class);

  private boolean hooked;
  private volatile boolean begun;

  ShutdownSequence() {}

  /**
   * Has {@code resource} closed at {@code stage} of this JVM's exit, unless the registration is
   * closed before. During the exit itself it is too late: then nothing happens.
   */
  public static Registration register(Stage stage, AutoCloseable resource) {
    return OF_THIS_JVM.add(stage, resource);
  }

  /** Tells whether this JVM is exiting: what is opened now would be closed by nobody. */
  public static boolean hasBegun() {
    return OF_THIS_JVM.begun;
  }

  synchronized Registration add(Stage stage, AutoCloseable resource) {
    if (!hooked) {
      hooked = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Hook(this));
      } catch (IllegalStateException exiting) {
        Log.debug("registered while the JVM exits", exiting);
      }
    }
    Map<Entry, AutoCloseable> registered = actions.get(stage);
    if (registered == null) {
      registered = new LinkedHashMap<>();
      actions.put(stage, registered);
    }
    Entry entry = new Entry(this, stage);
    registered.put(entry, resource);
    return entry;
  }

  private synchronized void remove(Entry entry) {
    Map<Entry, AutoCloseable> registered = actions.get(entry.stage);
    if (registered != null) {
      registered.remove(entry);
    }
  }

  private synchronized List<AutoCloseable> take(Stage stage) {
    Map<Entry, AutoCloseable> registered = actions.remove(stage);
    return registered == null ? List.of() : List.copyOf(registered.values());
  }

  void run() {
    begun = true;
    for (Stage stage : Stage.values()) {
      for (AutoCloseable resource : take(stage)) {
        try {
          resource.close();
        } catch (Exception | Error failure) {
          // The rest must still be closed.
          Log.debug("cannot close " + resource + " at exit", failure);
        }
      }
    }
  }

  /** What one registration refers to. */
  private static final class Entry implements Registration {
    private final ShutdownSequence sequence;
    private final Stage stage;

    Entry(ShutdownSequence sequence, Stage stage) {
      this.sequence = sequence;
      this.stage = stage;
    }

    @Override
    public void close() {
      sequence.remove(this);
    }
  }

  private static final class Hook extends Thread {
    private final ShutdownSequence sequence;

    Hook(ShutdownSequence sequence) {
      super("brood-exit");
      this.sequence = sequence;
    }

    @Override
    public void run() {
      sequence.run();
    }
  }
}
