package dev.brood.internal.operation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Turns the methods of a service into calls of a target. */
public final class Stub implements InvocationHandler {

  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private final CallTarget target;
  private final Operations operations;

  private Stub(CallTarget target, Operations operations) {
    this.target = target;
    this.operations = operations;
  }

  /** Returns a target in the form of an interface. */
  public static <S> S of(Class<S> service, CallTarget target) {
    Stub stub = new Stub(target, Operations.of(service));
    return service.cast(
        Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[] {service}, stub));
  }

  @SuppressWarnings("ReferenceEquality") // It is what Object.equals() does.
  private static boolean isSame(Object one, @Nullable Object other) {
    return one == other;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> isSame(proxy, given == null ? null : given[0]);
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "Stub[" + target + "]";
      };
    }
    return target.call(operations.of(method), given == null ? NO_ARGUMENTS : given);
  }
}
