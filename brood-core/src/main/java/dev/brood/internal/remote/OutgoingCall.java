package dev.brood.internal.remote;

import dev.brood.internal.operation.Operation;
import org.jspecify.annotations.Nullable;

/** What a call says, on its own or in a batch. */
final class OutgoingCall {

  private final long object;
  private final boolean attach;
  private final Operation operation;
  private final @Nullable Object[] arguments;

  /**
   * Makes a call.
   *
   * @param attach whether it asks for a lease of the object
   */
  OutgoingCall(long object, boolean attach, Operation operation, @Nullable Object[] arguments) {
    this.object = object;
    this.attach = attach;
    this.operation = operation;
    this.arguments = arguments;
  }

  long object() {
    return object;
  }

  boolean attach() {
    return attach;
  }

  Operation operation() {
    return operation;
  }

  @Nullable Object[] arguments() {
    return arguments;
  }
}
