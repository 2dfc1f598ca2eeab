package dev.brood.internal.codec;

import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;

/**
 * A function and its argument as a task. It has a form of its own ({@link Tag#CALLED_FUNCTION}),
 * since most tasks are one: as a record like any other it costs reflection at both ends.
 */
public record CalledFunction<T, R>(
    SerializableFunction<? super T, ? extends R> function, T argument)
    implements SerializableCallable<R>, Envelope {
  @Override
  public R call() {
    return function.apply(argument);
  }

  @Override
  public Object content() {
    return function;
  }
}
