package dev.brood.internal.proxy;

import dev.brood.exception.NotSendableException;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.referent.Copyable;
import dev.brood.internal.registry.LocalTarget;
import dev.brood.internal.remote.ServerLink;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Finds what is behind proxies. */
public final class ManagedObjects {

  private ManagedObjects() {}

  /** Returns what is behind a proxy, or null if that is no proxy of a shared object. */
  public static @Nullable ObjectReference find(Object proxy) {
    return proxy instanceof Managed managed ? managed.reference() : ObjectProxy.find(proxy);
  }

  /**
   * Returns what is behind a proxy.
   *
   * @throws IllegalArgumentException if it is no proxy of a shared object
   */
  public static ObjectReference of(Object proxy) {
    ObjectReference found = find(proxy);
    if (found == null) {
      throw new IllegalArgumentException(
          "class=" + proxy.getClass().getName() + " is no proxy of an object of a manager");
    }
    return found;
  }

  /** Runs a function where the object is. */
  public static @Nullable Object apply(
      CallTarget target,
      Object proxy,
      SerializableFunction<Object, ? extends @Nullable Object> function) {
    return target instanceof LocalTarget
        ? function.apply(proxy)
        : ServerLink.of(target).root().apply(proxy, function);
  }

  /** Returns a plain copy of an object. */
  public static @Nullable Object copy(CallTarget target) {
    if (target instanceof LocalTarget local) {
      Object referent = local.object().referent();
      if (referent instanceof Copyable copyable) {
        return copyable.copy();
      }
      if (!(referent instanceof Serializable)) {
        String type = referent.getClass().getName();
        throw new NotSendableException("result", type, type + " is not serializable", "", null);
      }
      return referent;
    }
    return ServerLink.of(target).root().copy(target.id());
  }
}
