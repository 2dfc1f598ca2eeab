package dev.brood.internal.remote;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Operation;
import org.jspecify.annotations.Nullable;

/** A call that waits for its batch to be sent. */
public final class BatchedCall {

  private final CallTarget target;
  private final Operation operation;
  private final @Nullable Object[] arguments;

  public BatchedCall(CallTarget target, Operation operation, @Nullable Object[] arguments) {
    this.target = target;
    this.operation = operation;
    this.arguments = arguments;
  }

  OutgoingCall over(ServerLink link, CallConnection connection) {
    if (!(target instanceof RemoteTarget remote) || !target.server().equals(link.server())) {
      throw new IllegalArgumentException(target + " is not an object of " + link);
    }
    return remote.callOn(connection, operation, arguments);
  }

  /** Makes the call on its own. */
  public CallOutcome run() {
    try {
      return new CallOutcome(target.call(operation, arguments), null);
    } catch (Throwable thrown) {
      return new CallOutcome(null, thrown);
    }
  }
}
