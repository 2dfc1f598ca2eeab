package dev.brood.internal.registry;

import org.jspecify.annotations.Nullable;

/** An object that gives away what it holds, and can have it back from a client that has gone. */
public interface TakesBack {

  /**
   * Takes back what an operation has returned, since its caller has left and will not have it. Does
   * not wait. Without effect if the operation has given nothing away.
   *
   * @param operation its name
   */
  void takeBack(String operation, @Nullable Object[] arguments, Object result);
}
