package dev.brood.manager;

import dev.brood.memory.ShareableList;
import dev.brood.memory.SharedMemory;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shared memory that many processes make and that is freed together; a proxy of an object of a
 * {@link Manager}.
 *
 * {@snippet class = "dev.brood.samples.manager.ManagedMemory" region = "memory"}
 *
 * <p>What it makes is the shared memory of {@link dev.brood.memory}: bytes that all processes of
 * the family see, so only the making passes through the manager. The manager's process is a user of
 * each block, so that the block outlives whoever asked for it. Processes that are not of the
 * manager's family, or on another machine, cannot reach the memory, and get {@link
 * dev.brood.exception.NotReceivableException}.
 *
 * <p>Everything is freed, as {@link dev.brood.memory.MemoryScope} does it, when this is closed,
 * when no process has a proxy of it any more, and when the manager ends. If the manager's process
 * is killed, processes that use a block keep it, and the last one frees it. If the whole family is
 * killed, the next start of one frees it.
 *
 * <p>Any thread of any process may call any method. When the manager is gone, every method throws
 * {@link dev.brood.exception.ManagerDiedException}. For one process alone, {@link
 * dev.brood.memory.MemoryScope} is simpler.
 *
 * @since 0.1
 */
public interface MemoryManager extends AutoCloseable {

  /**
   * Makes a block of zeros under a name that nobody else has.
   *
   * @param size how many bytes, at least 1
   * @return the block, used by this process and by the manager
   * @throws IllegalArgumentException if the size is not positive
   * @throws IllegalStateException if this was closed
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  SharedMemory create(long size);

  /**
   * Makes a block of zeros under a name; otherwise as {@link #create(long)}.
   *
   * @param name a name that no other block of this family has at the time
   * @param size how many bytes, at least 1
   * @return the block, used by this process and by the manager
   * @throws IllegalArgumentException if the size is not positive or the name cannot be one
   * @throws IOException if the family has a block of this name, or there is no room for it
   */
  SharedMemory create(String name, long size) throws IOException;

  /**
   * Makes a list of a fixed length in shared memory.
   *
   * @param elements what it holds at first, of the types of {@link ShareableList}
   * @return the list, used by this process and by the manager
   * @throws IllegalArgumentException if an element is of another type
   * @throws IllegalStateException if this was closed
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  ShareableList list(List<? extends @Nullable Object> elements);

  /** Frees everything. What other processes use stays with them. Again: does nothing. */
  @Override
  void close();
}
