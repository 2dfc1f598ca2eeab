package dev.brood.internal.batch;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.WorkerDiedException;
import java.util.concurrent.CancellationException;

/**
 * A result that is a throwable. Its type alone does not say what happened: a task may throw what a
 * pool throws, if it uses a pool itself for example.
 *
 * @param cause what was thrown, or why there is no result
 * @param ofTask whether the task ended with it, or its result could not be sent or read; else the
 *     pool says so
 * @param pid the process in which the task ended with it, or {@link #NO_PID}
 */
public record Failure(Throwable cause, boolean ofTask, long pid) {

  /** The pid where no process of its own has run the task to its end. */
  public static final long NO_PID = -1;

  /** What a task ended with. */
  public static Failure ofTask(Throwable cause, long pid) {
    return new Failure(cause, true, pid);
  }

  /** Why a task has no result, as its pool says. */
  public static Failure ofPool(Throwable cause) {
    return new Failure(cause, false, NO_PID);
  }

  /** Tells whether the worker died of the task. */
  public boolean isDeath() {
    return !ofTask && cause instanceof WorkerDiedException;
  }

  /** Tells whether the task was taken back. */
  public boolean isCancellation() {
    return !ofTask && cause instanceof CancellationException;
  }

  /** Tells whether the pool has broken. */
  public boolean isBreak() {
    return !ofTask && cause instanceof BrokenPoolException;
  }

  /**
   * Returns this failure with an exception of its own, to which something can be added: one object
   * ends all that is under way when a call is taken back or a pool breaks.
   */
  public Failure ofItsOwn() {
    Throwable own = cause;
    if (isCancellation()) {
      own = new CancellationException(cause.getMessage()).initCause(cause);
    } else if (isBreak()) {
      own = new BrokenPoolException(String.valueOf(cause.getMessage()), cause.getCause());
    }
    return new Failure(own, ofTask, pid);
  }
}
