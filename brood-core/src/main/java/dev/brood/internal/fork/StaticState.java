package dev.brood.internal.fork;

import dev.brood.exception.ProcessStartException;
import dev.brood.jvm.AfterFork;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.NotForked;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** Owner: what of the static state of initialized classes is copied, and how. */
final class StaticState {

  /**
   * A field to copy.
   *
   * @param constant the enum constant that has it, or null if it is static
   */
  record Slot(Field field, @Nullable Enum<?> constant) {

    String path() {
      String owner = field.getDeclaringClass().getName();
      return owner + (constant == null ? "." : "." + constant.name() + ".") + field.getName();
    }

    @Nullable Object value() {
      return Parts.valueOf(field, constant);
    }
  }

  /** Of classes whose initializers do not run. */
  private final List<Slot> restored = new ArrayList<>();

  /** Of classes whose initializers run first. */
  private final List<Slot> overlaid = new ArrayList<>();

  private final List<Class<?>> restoredClasses = new ArrayList<>();
  private final List<Class<?>> initializedAgain = new ArrayList<>();
  private final List<Class<?>> classes = new ArrayList<>();
  private final List<Method> hooks = new ArrayList<>();
  private final IdentityHashMap<Object, Field> madeAgain = new IdentityHashMap<>();
  private final ForkScope scope;

  StaticState(ForkScope scope) {
    this.scope = scope;
    for (Class<?> type : InitializedClasses.within(scope)) {
      if (type.isAnnotationPresent(NotForked.class)) {
        initializedAgain.add(type);
      } else if (!type.isInterface()) {
        add(type);
      }
      addHooks(type);
    }
  }

  private void add(Class<?> type) {
    classes.add(type);
    List<Slot> slots = new ArrayList<>();
    boolean initializesAgain = type.isEnum() || hasNativeMethods(type);
    boolean onlyVariables = initializesAgain;
    for (Field field : type.getDeclaredFields()) {
      if (!isCopied(field)
          || (onlyVariables && ClassPatch.isFinal(field))
          || !Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      Slot slot = new Slot(field, null);
      field.setAccessible(true);
      Object value = ClassPatch.isFinal(field) ? slot.value() : null;
      if (value != null && isMadeAgain(value)) {
        madeAgain.put(value, field);
        initializesAgain = true;
      } else {
        slots.add(slot);
      }
    }
    (initializesAgain ? overlaid : restored).addAll(slots);
    if (initializesAgain) {
      addReset(type);
    }
    if (type.isEnum()) {
      addConstants(type);
    }
    (initializesAgain ? this.initializedAgain : restoredClasses).add(type);
  }

  /** What is not copied is null or zero there, also if the initializer has just set it. */
  private void addReset(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      boolean canBeSet = !type.isEnum() || !Modifier.isFinal(modifiers);
      if (Modifier.isStatic(modifiers)
          && canBeSet
          && field.isAnnotationPresent(NotForked.class)
          && hasToSet(field)) {
        field.setAccessible(true);
        overlaid.add(new Slot(field, null));
      }
    }
  }

  private static boolean isCopied(Field field) {
    return !field.isAnnotationPresent(NotForked.class) && hasToSet(field);
  }

  private static boolean hasToSet(Field field) {
    return ClassPatch.of(field.getDeclaringClass()).hasToSet(field.getName());
  }

  private void addConstants(Class<?> type) {
    for (Object each : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      for (Class<?> of = each.getClass(); of != Enum.class; of = of.getSuperclass()) {
        for (Field field : of.getDeclaredFields()) {
          int modifiers = field.getModifiers();
          if (!Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers) && hasToSet(field)) {
            field.setAccessible(true);
            overlaid.add(new Slot(field, constant));
          }
        }
      }
    }
  }

  private static boolean hasNativeMethods(Class<?> type) {
    for (Method each : type.getDeclaredMethods()) {
      if (Modifier.isNative(each.getModifiers())) {
        return true;
      }
    }
    return false;
  }

  /** Things without state of their own that cannot be copied, but are made again as they were. */
  private boolean isMadeAgain(Object value) {
    if (value instanceof DateTimeFormatter
        || value instanceof MethodHandle
        || value instanceof VarHandle
        || value instanceof AtomicIntegerFieldUpdater
        || value instanceof AtomicLongFieldUpdater
        || value instanceof AtomicReferenceFieldUpdater) {
      return true;
    }
    if (value instanceof ThreadLocal || value.getClass().isHidden() || isLogger(value.getClass())) {
      return !GraphCapture.canCopy(value, scope);
    }
    return false;
  }

  private static boolean isLogger(@Nullable Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (isLoggerName(each.getSimpleName())) {
        return true;
      }
      for (Class<?> implemented : each.getInterfaces()) {
        if (isLogger(implemented)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isLoggerName(String name) {
    return name.equals("Logger") || name.equals("Log");
  }

  private void addHooks(Class<?> type) {
    for (Method each : type.getDeclaredMethods()) {
      if (each.isAnnotationPresent(AfterFork.class)) {
        if (!Modifier.isStatic(each.getModifiers()) || each.getParameterCount() > 0) {
          throw new ProcessStartException(
              "cannot fork: @AfterFork method " + each + " must be static, without parameters",
              null);
        }
        hooks.add(each);
      }
    }
  }

  /** Returns the fields of classes whose initializers do not run in the child. */
  List<Slot> restored() {
    return restored;
  }

  /** Returns the fields that are set when the initializers of their classes have run. */
  List<Slot> overlaid() {
    return overlaid;
  }

  /** Returns the classes whose initializers do not run in the child. */
  List<Class<?>> restoredClasses() {
    return restoredClasses;
  }

  /** Returns the classes whose initializers run in the child, those of interfaces aside. */
  List<Class<?>> initializedAgain() {
    return initializedAgain;
  }

  /** Returns all classes whose files may have to be changed. */
  List<Class<?>> classes() {
    return classes;
  }

  /** Returns what to call at the end. */
  List<Method> hooks() {
    return hooks;
  }

  /** Returns the field in which the child finds its own of such an object, or null. */
  @Nullable Field madeAgain(Object value) {
    return madeAgain.isEmpty() ? null : madeAgain.get(value);
  }
}
