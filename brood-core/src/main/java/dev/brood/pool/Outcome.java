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
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended. Each way is a type of its own, to be told apart by a {@code switch}.
 *
 * {@snippet class = "dev.brood.samples.pool.OutcomesSample" region = "outcomes"}
 *
 * @param <R> the type of the result
 */
public sealed interface Outcome<R> {

  /**
   * Which task it was.
   *
   * @param index its place in the input, from 0; of a single call its number in the life of its
   *     pool; {@link #NO_INDEX} if that is not known
   * @param label its label, or null if it has none
   * @param pid the process that ran it to this end, or -1 if none did or it is not known
   */
  record Task(long index, @Nullable String label, long pid) {

    /** The index of a task that is not one of a numbered row. */
    public static final long NO_INDEX = WorkerDiedException.NO_INDEX;

    /** One of which nothing is known. */
    public static final Task UNKNOWN = new Task(NO_INDEX, null, -1);
  }

  /**
   * The task returned a value. There may be millions of these: they keep nothing but that and their
   * place.
   */
  record Succeeded<R>(R value, long index) implements Outcome<R> {
    @Override
    public Task task() {
      return new Task(index, null, -1);
    }
  }

  /** The task threw, whatever it was, or its result could not be sent or read. */
  record Failed<R>(Throwable cause, Task task) implements Outcome<R> {}

  /** The worker died while it ran the task; see {@link WorkerDeath#summary()}. */
  record Crashed<R>(WorkerDeath death, WorkerDiedException cause) implements Outcome<R> {

    @Override
    public Task task() {
      return new Task(cause.index(), cause.label(), cause.pid());
    }

    /** Returns the task as it was sent, to be run again where it does no harm; if it was kept. */
    public Optional<QuarantinedTask<R>> input() {
      return QuarantinedTask.of(cause);
    }
  }

  /** The task exceeded a limit. */
  record TimedOut<R>(TaskTimeoutException cause) implements Outcome<R> {
    @Override
    public Task task() {
      return new Task(cause.index(), cause.label(), cause.pid());
    }
  }

  /** The task was cancelled, or the pool was shut down before it had run. */
  record Cancelled<R>(CancellationException cause, Task task) implements Outcome<R> {}

  /** The task was not taken: it cannot be sent, or the pool was shut down already. */
  record Refused<R>(RuntimeException cause, Task task) implements Outcome<R> {}

  /**
   * The pool broke before the task had a result: while it waited, or while it ran in a worker that
   * was ended with the pool. Or the pool had broken before the task was taken.
   */
  record Lost<R>(BrokenPoolException cause, Task task) implements Outcome<R> {}

  /** Returns which task it was. For one that succeeded that is its index alone. */
  Task task();

  /** Returns the place of the task in its input; see {@link Task}. */
  default long index() {
    return task().index();
  }

  /** Returns the label of the task, or null if it has none or has succeeded. */
  default @Nullable String label() {
    return task().label();
  }

  /** Tells whether the task returned a value. */
  default boolean succeeded() {
    return this instanceof Succeeded<R>;
  }

  /** Returns why there is no value, or null if there is one. */
  default @Nullable Throwable failure() {
    return switch (this) {
      case Succeeded<R> _ -> null;
      case Failed<R> failed -> failed.cause;
      case Crashed<R> crashed -> crashed.cause;
      case TimedOut<R> late -> late.cause;
      case Cancelled<R> cancelled -> cancelled.cause;
      case Refused<R> refused -> refused.cause;
      case Lost<R> lost -> lost.cause;
    };
  }

  /**
   * Returns the value.
   *
   * @throws RuntimeException why there is none, if unchecked; an {@link Error} likewise
   * @throws CompletionException with why there is none, if checked
   */
  default R get() {
    if (this instanceof Succeeded<R> succeeded) {
      return succeeded.value;
    }
    throw Calls.raise(Objects.requireNonNull(failure()));
  }

  /**
   * Returns the outcome of a task that ended with {@code failure}, going by its type. What a task
   * itself has thrown cannot be told from what its pool says; {@link #of(Future)} tells them apart.
   */
  static <R> Outcome<R> of(Throwable failure) {
    // Its own result is what a task could not send.
    return failure instanceof NotSendableException unsendable
            && unsendable.path().startsWith("result")
        ? new Failed<>(failure, Task.UNKNOWN)
        : Calls.saidByPool(failure, Task.UNKNOWN);
  }

  /**
   * Returns how the task of a future has ended. Of a future that a pool's or an executor's call
   * returned, and of no other, it tells what the task itself threw from what the pool says, and
   * which task it was.
   *
   * @throws IllegalStateException if it has not ended
   */
  static <R> Outcome<R> of(Future<? extends R> ended) {
    return Calls.outcome(ended);
  }
}
