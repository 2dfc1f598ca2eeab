package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.util.Deadline;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What proxies have in common that are no collections: they are equal if their object is one. */
abstract class RemoteProxy<S> implements Managed {

  @Serial private static final long serialVersionUID = 1L;

  private final transient ObjectReference reference;
  final transient S service;

  RemoteProxy(CallTarget target, Kind kind, Class<S> type) {
    this.reference = ObjectReference.of(kind, target);
    this.service = reference.as(type);
  }

  @Override
  public final ObjectReference reference() {
    return reference;
  }

  /** Returns a time for a service, in which one below zero would be for ever. */
  static long nanos(Duration timeout) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    return timeout.compareTo(most) >= 0 ? Long.MAX_VALUE : Deadline.nanos(timeout);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return reference.isOf(other);
  }

  @Override
  public final int hashCode() {
    return reference.hash();
  }

  @Override
  public String toString() {
    return reference.describe();
  }

  // Not private: it is for the subclasses.
  @Serial
  final Object writeReplace() {
    return reference.handle();
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ProxyHandle.missing();
  }
}
