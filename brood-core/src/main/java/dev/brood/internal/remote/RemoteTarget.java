package dev.brood.internal.remote;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Carrier;
import dev.brood.internal.operation.Operation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A shared object at the other end of a wire. While it is reachable here, it lives there. */
final class RemoteTarget implements CallTarget {

  private final ServerLink link;
  private final Lease lease;

  RemoteTarget(ServerLink link, Lease lease) {
    this.link = link;
    this.lease = lease;
  }

  ServerLink link() {
    return link;
  }

  /** Returns a call of this object, as it goes over a connection. */
  OutgoingCall callOn(
      CallConnection connection, Operation operation, @Nullable Object[] arguments) {
    return new OutgoingCall(lease.object(), lease.attach(connection), operation, arguments);
  }

  @Override
  public @Nullable Object call(Operation operation, @Nullable Object[] arguments) throws Throwable {
    CallConnection connection = link.connection();
    return connection.call(callOn(connection, operation, arguments));
  }

  @Override
  public CompletableFuture<@Nullable Object> start(
      Operation operation, @Nullable Object[] arguments) {
    CallConnection connection = link.connection();
    return connection.start(callOn(connection, operation, arguments));
  }

  @Override
  public String server() {
    return link.server();
  }

  @Override
  public long id() {
    return lease.object();
  }

  @Override
  public boolean exported() {
    if (!link.server().equals(Carrier.current())) {
      link.publish();
      CallConnection connection = lease.connection();
      if (connection != null) {
        connection.tell(Notes.exported(lease.object()));
      }
    }
    return false;
  }

  @Override
  public void release() {
    lease.release();
  }

  @Override
  public String toString() {
    return "object-" + lease.object() + " of " + link;
  }
}
