package dev.brood.pool;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.call.CallTerms;
import dev.brood.internal.call.OneCall;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls as values that can be sent, and how their ends reach the caller. */
final class Calls {

  private Calls() {}

  /** A function and its argument. */
  record One<T, R>(SerializableFunction<? super T, ? extends R> function, T argument)
      implements SerializableCallable<R> {
    @Override
    public R call() {
      return function.apply(argument);
    }
  }

  /** A function and its two arguments. */
  record Two<T, U, R>(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second)
      implements SerializableCallable<R> {
    @Override
    public R call() {
      return function.apply(first, second);
    }
  }

  /** An initializer as a task. */
  record Initialize(SerializableRunnable initializer) implements SerializableCallable<Boolean> {
    @Override
    public Boolean call() {
      initializer.run();
      return true;
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
    @Nullable Object result;
    try {
      result = OneCall.run(engine, task, terms);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (result instanceof Failure(Throwable cause)) {
      throw raise(cause);
    }
    return (R) result;
  }

  /** A result, or a failure, as an outcome. */
  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  static <R> Outcome<R> outcome(@Nullable Object result) {
    return result instanceof Failure(Throwable cause)
        ? Outcome.of(cause)
        : new Outcome.Succeeded<>((R) result);
  }

  /** Results, and failures, as outcomes. */
  static <R> List<Outcome<R>> outcomes(List<@Nullable Object> results) {
    List<Outcome<R>> outcomes = new ArrayList<>(results.size());
    for (Object result : results) {
      outcomes.add(outcome(result));
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
