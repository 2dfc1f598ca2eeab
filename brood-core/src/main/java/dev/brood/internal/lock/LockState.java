package dev.brood.internal.lock;

import dev.brood.internal.family.Family;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lock looked like at some moment.
 *
 * @param holder who held it, or null if it was free or broken, or its holder dead
 * @param waiters some of those that waited for it
 * @param broken whether it was broken
 */
public record LockState(@Nullable Holder holder, List<Holder> waiters, boolean broken) {

  /**
   * A thread of a process.
   *
   * @param member the process
   * @param thread id of the thread; of a waiting one the lower 32 bits
   */
  public record Holder(Family.Member member, long thread) {}

  /** Reads the lock at the beginning of a cell's body. */
  public static LockState of(MemorySegment lock, Family family) {
    return ProcessLock.read(lock, family);
  }
}
