package dev.brood.pool;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended. Each way is a type of its own, to be told apart by a {@code switch}.
 *
 * {@snippet class = "dev.brood.samples.pool.OutcomesSample" region = "outcomes"}
 *
 * @param <R> the type of the result
 */
public sealed interface Outcome<R> {

  /** The task returned a value. */
  record Succeeded<R>(R value) implements Outcome<R> {}

  /** The task threw, or its result could not be sent or read. */
  record Failed<R>(Throwable cause) implements Outcome<R> {}

  /** The worker died while it ran the task; see {@link WorkerDeath#summary()}. */
  record Crashed<R>(WorkerDeath death, WorkerDiedException cause) implements Outcome<R> {

    /** Returns the task as it was sent, to be run again where it does no harm; if it was kept. */
    public Optional<QuarantinedTask<R>> input() {
      return QuarantinedTask.of(cause);
    }
  }

  /** The task exceeded a limit. */
  record TimedOut<R>(TaskTimeoutException cause) implements Outcome<R> {}

  /** The task was cancelled, or the pool was shut down before it had run. */
  record Cancelled<R>(CancellationException cause) implements Outcome<R> {}

  /** The task was not taken: it cannot be sent, or the pool was shut down already. */
  record Refused<R>(RuntimeException cause) implements Outcome<R> {}

  /** The pool broke before the task had run. */
  record Lost<R>(BrokenPoolException cause) implements Outcome<R> {}

  /** Tells whether the task returned a value. */
  default boolean succeeded() {
    return this instanceof Succeeded<R>;
  }

  /** Returns why there is no value, or null if there is one. */
  default @Nullable Throwable failure() {
    return switch (this) {
      case Succeeded<R> _ -> null;
      case Failed<R>(Throwable cause) -> cause;
      case Crashed<R>(WorkerDeath _, WorkerDiedException cause) -> cause;
      case TimedOut<R>(TaskTimeoutException cause) -> cause;
      case Cancelled<R>(CancellationException cause) -> cause;
      case Refused<R>(RuntimeException cause) -> cause;
      case Lost<R>(BrokenPoolException cause) -> cause;
    };
  }

  /**
   * Returns the value.
   *
   * @throws RuntimeException why there is none, if unchecked; an {@link Error} likewise
   * @throws CompletionException with why there is none, if checked
   */
  default R get() {
    if (this instanceof Succeeded<R>(R value)) {
      return value;
    }
    throw Calls.raise(Objects.requireNonNull(failure()));
  }

  /** Returns the outcome of a task that ended with {@code failure}. */
  static <R> Outcome<R> of(Throwable failure) {
    return switch (failure) {
      case WorkerDiedException died -> new Crashed<>(died.death(), died);
      case TaskTimeoutException late -> new TimedOut<>(late);
      case CancellationException cancelled -> new Cancelled<>(cancelled);
      case BrokenPoolException broken -> new Lost<>(broken);
      case NotSendableException unsendable when !unsendable.path().startsWith("result") ->
          new Refused<>(unsendable);
      case RejectedExecutionException rejected -> new Refused<>(rejected);
      default -> new Failed<>(failure);
    };
  }
}
