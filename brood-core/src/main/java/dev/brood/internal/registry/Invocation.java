package dev.brood.internal.registry;

import dev.brood.internal.operation.Operation;
import dev.brood.proxy.ByReference;
import org.jspecify.annotations.Nullable;

/** Runs an operation of an object. */
public final class Invocation {

  private Invocation() {}

  /**
   * Runs an operation.
   *
   * @param service the object as the caller sees it
   * @throws Throwable what the operation throws
   */
  public static @Nullable Object run(
      Object service, SharedObject object, Operation operation, @Nullable Object[] arguments)
      throws Throwable {
    Object result = operation.run(service, arguments);
    if (result == null || !operation.method().isAnnotationPresent(ByReference.class)) {
      return result;
    }
    Class<?> type = operation.method().getReturnType();
    ObjectTable table = object.table();
    return table.proxyOf(table.share(type.getName(), type, result));
  }
}
