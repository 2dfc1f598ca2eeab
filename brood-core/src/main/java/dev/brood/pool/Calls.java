package dev.brood.pool;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.call.CallTerms;
import dev.brood.internal.call.FutureCall;
import dev.brood.internal.call.OneCall;
import dev.brood.internal.codec.Envelope;
import dev.brood.internal.codec.RemoteFrames;
import dev.brood.internal.engine.TaskEngine;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls as values that can be sent, and how their ends reach the caller. */
final class Calls {

  private Calls() {}

  /** A function and its two arguments. */
  record Two<T, U, R>(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second)
      implements SerializableCallable<R>, Envelope {
    Two {
      Objects.requireNonNull(function, "function");
    }

    @Override
    public R call() {
      return function.apply(first, second);
    }

    @Override
    public Object content() {
      return function;
    }
  }

  /** An initializer as a task. */
  record Initialize(SerializableRunnable initializer)
      implements SerializableCallable<Boolean>, Envelope {
    @Override
    public Boolean call() {
      initializer.run();
      return true;
    }

    @Override
    public Object content() {
      return initializer;
    }
  }

  /** In place of an initializer where there is none. */
  record Nothing() implements SerializableCallable<Boolean> {
    @Override
    public Boolean call() {
      return true;
    }
  }

  /** An iterable of a stream's elements, which can be iterated once. */
  static <T> Iterable<T> once(Stream<? extends T> items) {
    Objects.requireNonNull(items, "items");
    return () -> {
      @SuppressWarnings("unchecked")
      Iterator<T> iterator = (Iterator<T>) items.iterator();
      return iterator;
    };
  }

  /** Pairs of the elements of two inputs, as many as the shorter one has; sized if both are. */
  static <T, U> Iterable<Map.Entry<T, U>> pairs(
      Iterable<? extends T> first, Iterable<? extends U> second) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
    return first instanceof Collection<? extends T> one
            && second instanceof Collection<? extends U> two
        ? new SizedPairs<>(one, two)
        : () -> new Pairs<>(first.iterator(), second.iterator());
  }

  private static final class SizedPairs<T, U> extends AbstractCollection<Map.Entry<T, U>> {
    private final Collection<? extends T> first;
    private final Collection<? extends U> second;

    SizedPairs(Collection<? extends T> first, Collection<? extends U> second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public Iterator<Map.Entry<T, U>> iterator() {
      return new Pairs<>(first.iterator(), second.iterator());
    }

    @Override
    public int size() {
      return Math.min(first.size(), second.size());
    }
  }

  private record Pairs<T, U>(Iterator<? extends T> first, Iterator<? extends U> second)
      implements Iterator<Map.Entry<T, U>> {
    @Override
    public boolean hasNext() {
      return first.hasNext() && second.hasNext();
    }

    @Override
    public Map.Entry<T, U> next() {
      return new AbstractMap.SimpleImmutableEntry<>(first.next(), second.next());
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  static <R> R await(TaskEngine engine, SerializableCallable<? extends R> task, CallTerms terms) {
    @Nullable Object result = run(engine, task, terms);
    if (result instanceof Failure failure) {
      throw raise(failure.cause());
    }
    return (R) result;
  }

  private static @Nullable Object run(
      TaskEngine engine, SerializableCallable<?> task, CallTerms terms) {
    try {
      return OneCall.run(engine, task, terms);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for a task and returns how it ended. */
  static <R> Outcome<R> awaitOutcome(
      TaskEngine engine, SerializableCallable<? extends R> task, CallTerms terms) {
    String label = terms.task().label();
    try {
      return outcome(run(engine, task, terms), terms.index(), label);
    } catch (RuntimeException e) {
      return saidByPool(e, new Outcome.Task(terms.index(), label, Failure.NO_PID));
    }
  }

  /** A result, or a failure, as an outcome. */
  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  static <R> Outcome<R> outcome(@Nullable Object result, long index, @Nullable String label) {
    if (!(result instanceof Failure failure)) {
      return new Outcome.Succeeded<>((R) result, index);
    }
    Outcome.Task task = new Outcome.Task(index, label, failure.pid());
    return failure.ofTask()
        ? new Outcome.Failed<>(failure.cause(), task)
        : saidByPool(failure.cause(), task);
  }

  /** What a pool says of a task, as an outcome. */
  static <R> Outcome<R> saidByPool(Throwable failure, Outcome.Task task) {
    return switch (failure) {
      case WorkerDiedException died -> new Outcome.Crashed<>(died.death(), died);
      case TaskTimeoutException late -> new Outcome.TimedOut<>(late);
      case CancellationException cancelled -> new Outcome.Cancelled<>(cancelled, task);
      case BrokenPoolException broken -> new Outcome.Lost<>(broken, task);
      case NotSendableException unsendable -> new Outcome.Refused<>(unsendable, task);
      case RejectedExecutionException rejected -> new Outcome.Refused<>(rejected, task);
      default -> new Outcome.Failed<>(failure, task);
    };
  }

  /** How the task of a future has ended. */
  static <R> Outcome<R> outcome(Future<? extends R> ended) {
    FutureCall<?> call = Tasks.origin(ended) instanceof FutureCall<?> one ? one : null;
    Outcome.Task task =
        call == null
            ? Outcome.Task.UNKNOWN
            : new Outcome.Task(call.terms().index(), call.terms().task().label(), Failure.NO_PID);
    Failure failure = call == null ? null : call.failure();
    return switch (ended.state()) {
      case RUNNING -> throw new IllegalStateException("the future has not ended: " + ended);
      case SUCCESS -> new Outcome.Succeeded<>(ended.resultNow(), task.index());
      case CANCELLED ->
          failure != null && failure.isCancellation()
              ? saidByPool(failure.cause(), task)
              : new Outcome.Cancelled<>(
                  new CancellationException("the future was cancelled"), task);
      case FAILED ->
          failure != null && isCause(failure.cause(), ended.exceptionNow())
              ? outcome(failure, task.index(), task.label())
              : Outcome.of(ended.exceptionNow());
    };
  }

  /** Tells whether a future says that it has failed with {@code told} when this was its cause. */
  private static boolean isCause(Throwable cause, Throwable told) {
    // A future takes this type for its own wrapping, though a task may well throw it.
    return cause.equals(told)
        || (cause instanceof CompletionException && told.equals(cause.getCause()));
  }

  /** Results, and failures, of tasks that are not numbered as outcomes. */
  static <R> List<Outcome<R>> outcomes(List<@Nullable Object> results) {
    List<Outcome<R>> outcomes = new ArrayList<>(results.size());
    for (Object result : results) {
      outcomes.add(outcome(result, Outcome.Task.NO_INDEX, null));
    }
    return outcomes;
  }

  /** Keeps the flag and says why there is no result. */
  static CancellationException interrupted(InterruptedException interrupt) {
    Thread.currentThread().interrupt();
    CancellationException cancelled =
        new CancellationException("the thread was interrupted while it waited for a task");
    cancelled.initCause(interrupt);
    return cancelled;
  }

  /**
   * Throws what a task threw: unchecked as itself, checked as a cause. The frames of the waiting
   * thread are added to those of the worker.
   */
  static RuntimeException raise(Throwable cause) {
    StackTraceElement[] here = Thread.currentThread().getStackTrace();
    Throwable shown = RemoteFrames.withLocal(cause, here);
    if (shown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (shown instanceof Error error) {
      throw error;
    }
    throw new CompletionException(shown);
  }
}
