package dev.brood.internal.registry;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Carrier;
import dev.brood.internal.operation.Operation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A shared object in the JVM of its server. */
public final class LocalTarget implements CallTarget {

  private final SharedObject object;
  private final Object service;

  /** Makes the target of an object of this JVM. */
  public LocalTarget(SharedObject object) {
    this.object = object;
    // Of this target alone: the session of this JVM lasts, and would keep what it has seen.
    this.service =
        object.referent() instanceof SessionBound bound
            ? bound.forSession(object.table().own())
            : object.referent();
  }

  public SharedObject object() {
    return object;
  }

  @Override
  public @Nullable Object call(Operation operation, @Nullable Object[] arguments) throws Throwable {
    return object
        .table()
        .ownCalls()
        .run(operation, () -> Invocation.run(service, object, operation, arguments));
  }

  @Override
  public CompletableFuture<@Nullable Object> start(
      Operation operation, @Nullable Object[] arguments) {
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("brood-call")
        .start(() -> {
          try {
            future.complete(call(operation, arguments));
          } catch (Throwable thrown) {
            future.completeExceptionally(thrown);
          }
        });
    return future;
  }

  @Override
  public String server() {
    return object.table().server();
  }

  @Override
  public long id() {
    return object.id();
  }

  @Override
  public boolean exported() {
    if (Carrier.current() instanceof Session session && session.table().equals(object.table())) {
      session.lease(object);
      return true;
    }
    object.table().exported(object);
    return false;
  }

  @Override
  public void release() {
    if (service instanceof SessionBound.View view) {
      view.end();
    }
  }

  @Override
  public String toString() {
    return object.toString();
  }
}
