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

  private final transient CallTarget target;
  private final transient Class<?> type;
  private final transient Operations operations;

  private ObjectProxy(CallTarget target, Class<?> type) {
    this.target = target;
    this.type = type;
    this.operations = Operations.of(type);
  }

  static Object make(Class<?> type, CallTarget target) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new ObjectProxy(target, type));
  }

  /** Returns what is behind a proxy, or null if that is no proxy of a shared object. */
  static @Nullable Managed managed(Object proxy) {
    if (!Proxy.isProxyClass(proxy.getClass())
        || !(Proxy.getInvocationHandler(proxy) instanceof ObjectProxy handler)) {
      return null;
    }
    return new Managed() {
      @Override
      public CallTarget target() {
        return handler.target;
      }

      @Override
      public Object over(CallTarget other) {
        return make(handler.type, other);
      }
    };
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] arguments = given == null ? NO_ARGUMENTS : given;
    if (method.getDeclaringClass() != Object.class) {
      return target.call(operations.of(method), arguments);
    }
    return switch (method.getName()) {
      case "equals" -> isSame(arguments[0]);
      case "hashCode" -> RemoteProxy.hash(target);
      default -> RemoteProxy.describe(target, type);
    };
  }

  private boolean isSame(@Nullable Object other) {
    return other != null && RemoteProxy.isSame(target, managed(other));
  }

  @Serial
  private Object writeReplace() {
    boolean leased = target.exported();
    return new Handle(target.server(), target.id(), type, leased);
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a proxy travels as its handle");
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
