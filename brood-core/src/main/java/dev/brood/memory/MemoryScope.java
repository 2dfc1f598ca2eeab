package dev.brood.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Frees together what was made together.
 *
 * <pre>{@code
 * try (var scope = new MemoryScope()) {
 *   var image = scope.add(SharedMemory.create(1 << 20));
 *   var done = scope.add(SharedInt.create());
 *   ...
 * }
 * }</pre>
 *
 * <p>When the scope is closed, this process closes everything that was added, the last first, and
 * the names of blocks are removed, so that nobody opens them any more. What other processes use
 * stays with them until they close it or end.
 *
 * <p>A scope belongs to its process and does not travel; what is added to it does. Any thread may
 * use it.
 *
 * @since 0.1
 */
public final class MemoryScope implements AutoCloseable {

  private final Deque<AutoCloseable> added = new ArrayDeque<>();
  private boolean closed;

  /** Makes a scope of nothing. */
  public MemoryScope() {}

  /**
   * Adds what is to be freed with the scope.
   *
   * @param <T> what it is
   * @param shared what was just made; if the scope is closed already, it is freed at once
   * @return the same
   * @throws IllegalStateException if the scope is closed
   */
  public <T extends AutoCloseable> T add(T shared) {
    synchronized (added) {
      if (!closed) {
        added.push(shared);
        return shared;
      }
    }
    IllegalStateException late =
        new IllegalStateException("the scope is closed, so " + shared + " was freed at once");
    free(shared, late);
    throw late;
  }

  /**
   * Frees everything. Again: does nothing.
   *
   * @throws IllegalStateException if something could not be closed; all the rest is
   */
  @Override
  public void close() {
    Deque<AutoCloseable> last;
    synchronized (added) {
      closed = true;
      last = new ArrayDeque<>(added);
      added.clear();
    }
    IllegalStateException failure = new IllegalStateException("not everything could be closed");
    last.forEach(each -> free(each, failure));
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void free(AutoCloseable shared, IllegalStateException failure) {
    try (shared) {
      if (shared instanceof SharedMemory memory && !memory.isClosed()) {
        memory.unlink();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
