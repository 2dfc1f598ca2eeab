package dev.brood.internal.operation;

import dev.brood.exception.ProtocolException;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/** All that can be called of an interface, with those that it extends. Safe for any thread. */
public final class Operations {

  private static final ClassValue<Operations> KNOWN =
      new ClassValue<>() {
        @Override
        protected Operations computeValue(Class<?> type) {
          return new Operations(type);
        }
      };

  /** What can be called of every object. */
  private static final Method TO_STRING = toStringMethod();

  private static final String SERVICES = "dev.brood.internal.service";

  private final Class<?> type;
  private final Map<Method, Operation> byMethod = new HashMap<>();
  private final Map<Long, Operation> byKey = new HashMap<>();

  private Operations(Class<?> type) {
    this.type = type;
    add(new Operation(TO_STRING, false));
    boolean ofService = type.getPackageName().equals(SERVICES);
    for (Method method : type.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      if (!Modifier.isPublic(type.getModifiers())) {
        open(method);
      }
      add(new Operation(method, ofService));
    }
  }

  private void add(Operation operation) {
    byMethod.put(operation.method(), operation);
    Operation other = byKey.putIfAbsent(operation.key(), operation);
    if (other != null && !other.name().equals(operation.name())) {
      throw new IllegalArgumentException(
          operation + " and " + other + " have the same key, rename one of them");
    }
  }

  private static Method toStringMethod() {
    try {
      return Object.class.getMethod("toString");
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every object has toString()", e);
    }
  }

  private static void open(Method method) {
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalArgumentException(
          method.getDeclaringClass() + " is not open to this library; make it public", closed);
    }
  }

  /**
   * Returns the operations of an interface.
   *
   * @throws IllegalArgumentException if it is none, or cannot be called from here
   */
  public static Operations of(Class<?> type) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          "type="
              + type.getName()
              + " is no interface; shared objects are seen through interfaces");
    }
    return KNOWN.get(type);
  }

  /** Returns the operation that is a method of the interface. */
  public Operation of(Method method) {
    Operation found = byMethod.get(method);
    if (found == null) {
      throw new IllegalArgumentException(method + " is no method of " + type.getName());
    }
    return found;
  }

  /**
   * Returns the operation of a key.
   *
   * @throws ProtocolException if the interface has none
   */
  public Operation of(long key) {
    Operation found = byKey.get(key);
    if (found == null) {
      throw new ProtocolException(
          type.getName() + " has no such method here; do both sides have the same version?");
    }
    return found;
  }

  /** Returns what an object says of itself. */
  public Operation ofToString() {
    return of(TO_STRING);
  }
}
