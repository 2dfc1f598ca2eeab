package dev.brood.internal.operation;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A shared object as those see it who call it: in this JVM, or at the other end of a wire. */
public interface CallTarget {

  /**
   * Calls an operation and waits for what it returns.
   *
   * @throws Throwable what the operation throws
   */
  @Nullable Object call(Operation operation, @Nullable Object[] arguments) throws Throwable;

  /** Calls an operation; the future completes, on a thread of its own, with what it returns. */
  CompletableFuture<@Nullable Object> start(Operation operation, @Nullable Object[] arguments);

  /** Returns which server holds the object. */
  String server();

  /** Returns which object it is there. */
  long id();

  /**
   * Says that a handle of the object is about to leave this process.
   *
   * @return whether its receiver holds a lease of the object already
   */
  boolean exported();

  /** Lets go of the object, and of what this process holds of it. */
  void release();
}
