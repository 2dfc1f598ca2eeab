package dev.brood.process;

import dev.brood.internal.util.Deadline;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The JVM that started this one. A child ends within a second of its parent, so these questions are
 * asked, if ever, in that second.
 *
 * @param pid its process id
 * @param name its name
 */
public record ParentProcess(long pid, String name) {

  /** Tells whether the parent still runs. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /**
   * Waits for the parent to end.
   *
   * @param timeout how long to wait at most; a negative one is as zero
   * @return false when the time ran out
   * @throws InterruptedException if the calling thread is interrupted
   */
  public boolean join(Duration timeout) throws InterruptedException {
    ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
    if (handle == null) {
      return true;
    }
    try {
      handle.onExit().get(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for parent pid=" + pid, e);
    }
  }
}
