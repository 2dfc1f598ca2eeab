package dev.brood.internal.family;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this process uses of what is shared: for each thing one object, however often a handle of it
 * arrives.
 *
 * <p>A use ends when the object is closed, or when nothing in this process refers to it any more.
 * The first says that it is wanted no longer; the second does not, since a handle may still be on
 * its way to somebody. The uses of a process that has ended are the janitor's.
 */
final class Attachments<K, T> {

  /** How a process uses one shared thing. */
  abstract static class Use {

    // Guarded by the attachments: objects made that were not yet found to be garbage.
    private int objects;
    private @Nullable WeakReference<?> object;
    private volatile boolean ended;

    final boolean isEnded() {
      return ended;
    }

    /**
     * Ends the use.
     *
     * @param closed whether somebody closed it
     */
    abstract void end(boolean closed);
  }

  /** Finds a use. */
  interface Opener<U extends Use> {
    U open() throws IOException;
  }

  /** Makes the object for a use. */
  interface Maker<U extends Use, T> {
    T make(U use);
  }

  private static final Cleaner CLEANER = Cleaner.create();

  private final Map<K, Use> uses = new HashMap<>();

  /** Returns the one object of this process for a key. */
  @SuppressWarnings("unchecked")
  synchronized <U extends Use> T attach(K key, Opener<U> opener, Maker<U, T> maker)
      throws IOException {
    Use known = uses.get(key);
    if (known == null) {
      U opened = opener.open();
      uses.put(key, opened);
      return make(key, opened, opened, maker);
    }
    WeakReference<?> object = known.object;
    T made = object == null ? null : (T) object.get();
    return made != null ? made : make(key, known, (U) known, maker);
  }

  private <U extends Use> T make(K key, Use use, U typed, Maker<U, T> maker) {
    T made = maker.make(typed);
    use.objects++;
    use.object = new WeakReference<>(made);
    CLEANER.register(made, () -> collected(key, use));
    return made;
  }

  private synchronized void collected(K key, Use use) {
    if (--use.objects == 0 && !use.ended) {
      uses.remove(key);
      use.ended = true;
      use.end(false);
    }
  }

  /** Ends a use because somebody closed the object; again: does nothing. */
  synchronized void close(K key, Use use) {
    if (!use.ended) {
      uses.remove(key);
      use.ended = true;
      use.end(true);
    }
  }
}
