package dev.brood.sync;

import dev.brood.internal.lock.LockState;
import java.io.Serializable;

/**
 * A thread that holds a {@link SharedLock}, or waits for it.
 *
 * @param pid its process
 * @param process name of its process
 * @param thread id of the thread in its process, see {@link Thread#threadId()}; the lower 32 bits
 *     of it if it waits
 * @since 0.1
 */
public record LockHolder(long pid, String process, long thread) implements Serializable {

  static LockHolder of(LockState.Holder holder) {
    return new LockHolder(holder.member().pid(), holder.member().name(), holder.thread());
  }

  @Override
  public String toString() {
    return "pid=" + pid + ", process=" + process + ", thread=" + thread;
  }
}
