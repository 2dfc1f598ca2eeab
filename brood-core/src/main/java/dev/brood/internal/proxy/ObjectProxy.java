package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Operations;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A proxy of an object that is seen through an interface of the user's. */
final class ObjectProxy implements InvocationHandler, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private final transient ObjectReference reference;
  private final transient Class<?> type;
  private final transient Operations operations;

  private ObjectProxy(CallTarget target, Class<?> type) {
    this.reference = ObjectReference.of(type, target);
    this.type = type;
    this.operations = Operations.of(type);
  }

  static Object make(Class<?> type, CallTarget target) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new ObjectProxy(target, type));
  }

  /** Returns what a proxy is of, or null if it is none of a shared object. */
  static @Nullable ObjectReference find(Object proxy) {
    return Proxy.isProxyClass(proxy.getClass())
            && Proxy.getInvocationHandler(proxy) instanceof ObjectProxy handler
        ? handler.reference
        : null;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] arguments = given == null ? NO_ARGUMENTS : given;
    if (method.getDeclaringClass() != Object.class) {
      return reference.target().call(operations.of(method), arguments);
    }
    return switch (method.getName()) {
      case "equals" -> reference.isOf(arguments[0]);
      case "hashCode" -> reference.hash();
      default -> reference.describe();
    };
  }

  @Serial
  private Object writeReplace() {
    CallTarget target = reference.target();
    boolean leased = target.exported();
    return new Handle(target.server(), target.id(), type, leased);
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ProxyHandle.missing();
  }

  /** What travels within the JDK's form of a dynamic proxy. */
  private record Handle(String server, long id, Class<?> type, boolean leased)
      implements Serializable {
    @Serial
    private Object readResolve() {
      return new ObjectProxy(Targets.of(server, id, leased), type);
    }
  }
}
