package dev.brood.internal.operation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
  private final boolean ofService;
  private final boolean interruptible;

  /**
   * Known when it was first asked for, which only servers do: to look at annotations the JDK makes
   * classes, for tens of milliseconds in a fresh client. A benign race.
   */
  private volatile @Nullable Boolean mayWait;

  /** Made when it is first run; a benign race. */
  private volatile @Nullable MethodHandle handle;

  Operation(Method method, boolean ofService) {
    this.method = method;
    this.key = hash(method.getName() + descriptor(method));
    this.ofService = ofService;
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
    Boolean known = mayWait;
    if (known == null) {
      known = !ofService || method.isAnnotationPresent(MayWait.class);
      mayWait = known;
    }
    return known;
  }

  /** Tells whether an interrupt of the caller ends it, with an {@link InterruptedException}. */
  public boolean interruptible() {
    return interruptible;
  }

  /**
   * Runs it. By a method handle: reflection may call through native code, where a virtual thread
   * that waits keeps its carrier, and there are as few of those as processors.
   *
   * @throws Throwable what the method throws
   */
  public @Nullable Object run(Object on, @Nullable Object[] arguments) throws Throwable {
    MethodHandle known = handle;
    if (known == null) {
      known = handleOf(method);
      handle = known;
    }
    if (arguments.length != method.getParameterCount()) {
      throw new IllegalArgumentException(
          this + " takes " + method.getParameterCount() + " arguments, not " + arguments.length);
    }
    return known.invokeExact(on, arguments);
  }

  private static MethodHandle handleOf(Method method) {
    try {
      MethodHandle direct = MethodHandles.lookup().unreflect(method).asFixedArity();
      return direct
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    } catch (IllegalAccessException closed) {
      throw new IllegalArgumentException(
          method.getDeclaringClass() + " is not open to this library; make it public", closed);
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
