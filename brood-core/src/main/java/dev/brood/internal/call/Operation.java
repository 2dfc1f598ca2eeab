package dev.brood.internal.call;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One method of an interface that can be called from afar. Its key is the same in every process and
 * in every version of the interface: FNV-1a (64 bits) of name and descriptor.
 */
public final class Operation {

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Method method;
  private final long key;
  private final boolean mayWait;
  private final boolean interruptible;

  Operation(Method method, boolean ofService) {
    this.method = method;
    this.key = hash(method.getName() + descriptor(method));
    this.mayWait = !ofService || method.isAnnotationPresent(MayWait.class);
    this.interruptible =
        Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
  }

  private static String descriptor(Method method) {
    return method.getReturnType().descriptorString() + Arrays.toString(method.getParameterTypes());
  }

  private static long hash(String text) {
    long hash = FNV_BASIS;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /** Returns what it is called on the wire. */
  public long key() {
    return key;
  }

  /** Returns its name, for people. */
  public String name() {
    return method.getName();
  }

  public Method method() {
    return method;
  }

  /** Tells whether it may take long: it waits for something, or runs the user's code. */
  public boolean mayWait() {
    return mayWait;
  }

  /** Tells whether an interrupt of the caller ends it, with an {@link InterruptedException}. */
  public boolean interruptible() {
    return interruptible;
  }

  /**
   * Runs it.
   *
   * @throws Throwable what the method throws
   */
  public @Nullable Object run(Object on, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      throw cause == null ? thrown : cause;
    }
  }

  /** Returns zero in the type that the method returns, or null. */
  public @Nullable Object nothing() {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 0.0;
    }
    if (type == float.class) {
      return 0f;
    }
    if (type == short.class) {
      return (short) 0;
    }
    if (type == byte.class) {
      return (byte) 0;
    }
    return type == char.class ? (Object) '\0' : null;
  }

  @Override
  public String toString() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
  }
}
