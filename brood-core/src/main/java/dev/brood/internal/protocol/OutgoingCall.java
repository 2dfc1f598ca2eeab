package dev.brood.internal.protocol;

import dev.brood.internal.operation.Operation;
import org.jspecify.annotations.Nullable;

/** What a call says, on its own or in a batch. */
public final class OutgoingCall {

  private final long object;
  private final boolean attach;
  private final Operation operation;
  private final @Nullable Object[] arguments;

  /**
   * Makes a call.
   *
   * @param attach whether it asks for a lease of the object
   */
  public OutgoingCall(
      long object, boolean attach, Operation operation, @Nullable Object[] arguments) {
    this.object = object;
    this.attach = attach;
    this.operation = operation;
    this.arguments = arguments;
  }

  /** Returns the id of the object. */
  public long object() {
    return object;
  }

  /** Tells whether it asks for a lease. */
  public boolean attach() {
    return attach;
  }

  public Operation operation() {
    return operation;
  }

  public @Nullable Object[] arguments() {
    return arguments;
  }
}
