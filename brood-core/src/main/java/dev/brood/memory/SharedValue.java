package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;

/**
 * One value in memory that processes share.
 *
 * <p>A value is a handle: sent to another process of the family, in whatever way, it is the same
 * value there. Every access has the effects of volatile access, for threads of one process and of
 * several alike, and every operation is atomic: a process that is killed leaves the value before or
 * after it, never between. There is nothing that a peer's death could hold up.
 *
 * <p>Values are small: thousands share one file. A value lives as a {@link SharedMemory} does: the
 * last process that closes it frees it, processes that end without closing are struck out, and what
 * nobody has closed ends with the family. A process in which no object refers to the value any more
 * does not use it either. No thread may use a value that its process is just closing.
 *
 * @since 0.1
 */
public abstract sealed class SharedValue implements AutoCloseable, Serializable
    permits SharedBoolean, SharedDouble, SharedInt, SharedLong {

  @Serial private static final long serialVersionUID = 1L;

  /** Where the value is: at the beginning. */
  final Block block;

  SharedValue(Block block) {
    this.block = block;
  }

  /** Makes a block for a value. */
  static Block allocate() {
    return Block.allocate(Long.BYTES);
  }

  /**
   * Tells whether this process has closed the value.
   *
   * @return whether it has
   */
  public final boolean isClosed() {
    return block.isClosed();
  }

  /**
   * Ends this process's use of the value, for all its handles; the last user frees it. Again: does
   * nothing. After it, every other method but {@link #isClosed()} throws {@link
   * IllegalStateException}.
   */
  @Override
  public final void close() {
    block.close();
  }

  /** Returns what the value is, as text. */
  abstract String text();

  /** Returns the value, as text. */
  @Override
  public final String toString() {
    return isClosed() ? getClass().getSimpleName() + "[closed]" : text();
  }
}
