package dev.brood.internal.proxy;

import dev.brood.exception.ProcessException;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Operations;
import dev.brood.internal.operation.Stub;
import dev.brood.internal.service.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which shared object a proxy stands for, and what every proxy does alike: be equal to others of
 * the same object, describe it, travel as its handle. Safe for any thread.
 */
public final class ObjectReference {

  private final CallTarget target;
  private final String type;
  private final Class<?> service;

  private ObjectReference(CallTarget target, String type, Class<?> service) {
    this.target = target;
    this.type = type;
    this.service = service;
  }

  /** Returns the reference of an object of a kind that comes with the library. */
  static ObjectReference of(Kind kind, CallTarget target) {
    return new ObjectReference(target, kind.type(), kind.service());
  }

  /** Returns the reference of an object that is seen through an interface of the user's. */
  static ObjectReference of(Class<?> type, CallTarget target) {
    return new ObjectReference(target, type.getName(), type);
  }

  /** Returns what calls the object. */
  public CallTarget target() {
    return target;
  }

  /** Returns a proxy of the same form that calls something else. */
  Object over(CallTarget other) {
    return ProxyTypes.make(type, service, other);
  }

  /** Returns the object as its service. */
  <S> S as(Class<S> given) {
    return Stub.of(given, target);
  }

  /** Tells whether an object is a proxy of the same shared object. */
  boolean isOf(@Nullable Object other) {
    ObjectReference that = other == null ? null : ManagedObjects.find(other);
    return that != null
        && that.target.id() == target.id()
        && that.target.server().equals(target.server());
  }

  /** Returns a hash code that all proxies of the object have. */
  int hash() {
    return 31 * target.server().hashCode() + Long.hashCode(target.id());
  }

  /** Returns what the object says of itself. */
  String describe() {
    try {
      return String.valueOf(target.call(Operations.of(service).ofToString(), new Object[0]));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable checked) {
      throw new ProcessException("the object cannot say what it is", checked);
    }
  }

  /** Returns what travels in place of a proxy that is about to be sent. */
  ProxyHandle handle() {
    boolean leased = target.exported();
    return new ProxyHandle(target.server(), target.id(), type, leased);
  }
}
