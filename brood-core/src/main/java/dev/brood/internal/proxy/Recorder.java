package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A target that only remembers the one call that is made of it. One thread. */
public final class Recorder implements CallTarget {

  private final CallTarget of;
  private @Nullable Operation operation;
  private @Nullable Object[] arguments = {};

  private Recorder(CallTarget of) {
    this.of = of;
  }

  /**
   * Remembers the call that is made of a proxy.
   *
   * @param call makes it
   * @throws IllegalArgumentException if it makes none, or more
   */
  @SuppressWarnings("unchecked")
  public static <T> Recorder record(
      ObjectReference reference, Function<? super T, ? extends @Nullable Object> call) {
    Recorder recorder = new Recorder(reference.target());
    try {
      Object _ = call.apply((T) reference.over(recorder));
    } catch (RuntimeException failure) {
      if (recorder.operation == null) {
        throw failure;
      }
      throw new IllegalArgumentException(
          "what was called first, " + recorder.operation + ", is not all that the method does",
          failure);
    }
    if (recorder.operation == null) {
      throw new IllegalArgumentException("no method of the object was called");
    }
    return recorder;
  }

  /** Makes the call that was remembered. */
  public CompletableFuture<@Nullable Object> start(CallTarget target) {
    return target.start(operation(), arguments);
  }

  public Operation operation() {
    Operation known = operation;
    if (known == null) {
      throw new IllegalStateException("nothing was called");
    }
    return known;
  }

  public @Nullable Object[] arguments() {
    return arguments;
  }

  @Override
  public @Nullable Object call(Operation called, @Nullable Object[] given) {
    if (operation != null) {
      throw new IllegalStateException("a second call, " + called + ", was made");
    }
    operation = called;
    arguments = given;
    return called.nothing();
  }

  @Override
  public CompletableFuture<@Nullable Object> start(Operation called, @Nullable Object[] given) {
    throw new UnsupportedOperationException("calls are only remembered here");
  }

  @Override
  public String server() {
    return of.server();
  }

  @Override
  public long id() {
    return of.id();
  }

  @Override
  public boolean exported() {
    return of.exported();
  }

  @Override
  public void release() {
    of.release();
  }
}
