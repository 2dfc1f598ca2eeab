package dev.brood.internal.proxy;

import dev.brood.exception.ProcessException;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Operations;
import dev.brood.internal.operation.Stub;
import dev.brood.internal.service.Kind;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What proxies have in common that are no collections: they are equal if their object is one. */
abstract class RemoteProxy<S> implements Managed, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final transient CallTarget target;
  private final transient Kind kind;
  final transient S service;

  RemoteProxy(CallTarget target, Kind kind, Class<S> type) {
    this.target = target;
    this.kind = kind;
    this.service = Stub.of(type, target);
  }

  @Override
  public final CallTarget target() {
    return target;
  }

  @Override
  public final Object over(CallTarget other) {
    return ProxyTypes.make(kind.type(), kind.service(), other);
  }

  /** Returns a time for a service, in which one below zero would be for ever. */
  static long nanos(Duration timeout) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    return timeout.compareTo(most) >= 0 ? Long.MAX_VALUE : Math.max(0, timeout.toNanos());
  }

  static boolean isSame(CallTarget one, @Nullable Object other) {
    return other instanceof Managed managed
        && managed.target().id() == one.id()
        && managed.target().server().equals(one.server());
  }

  static int hash(CallTarget target) {
    return 31 * target.server().hashCode() + Long.hashCode(target.id());
  }

  static String describe(CallTarget target, Class<?> service) {
    try {
      return String.valueOf(target.call(Operations.of(service).ofToString(), new Object[0]));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable checked) {
      throw new ProcessException("the object cannot say what it is", checked);
    }
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return isSame(target, other);
  }

  @Override
  public final int hashCode() {
    return hash(target);
  }

  @Override
  public String toString() {
    return describe(target, kind.service());
  }

  // Not private: it is for the subclasses.
  @Serial
  final Object writeReplace() {
    return ProxyHandle.of(target, kind.type());
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a proxy travels as its handle");
  }
}
