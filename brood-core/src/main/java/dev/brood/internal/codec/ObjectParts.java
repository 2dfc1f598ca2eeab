package dev.brood.internal.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The objects that an object would take along when it is sent, each with how it is reached: for
 * error messages only. What cannot be looked into has no parts.
 */
abstract class ObjectParts {
  static final String CAPTURED_THIS = " -> captured `this`";

  /** What was found out about a class, because a list may hold a million objects of it. */
  static final class Looks {
    final @Nullable Method writeReplace;
    final List<Field> fields = new ArrayList<>();

    Looks(Class<?> type) {
      writeReplace = findWriteReplace(type);
      for (Class<?> each = type;
          each != null && Serializable.class.isAssignableFrom(each) && !isJdk(each);
          each = each.getSuperclass()) {
        addFields(each);
      }
    }

    private void addFields(Class<?> declaring) {
      ObjectStreamClass description = ObjectStreamClass.lookup(declaring);
      if (description == null) {
        return;
      }
      for (ObjectStreamField each : description.getFields()) {
        if (!each.isPrimitive()) {
          try {
            Field field = declaring.getDeclaredField(each.getName());
            if (field.trySetAccessible()) {
              fields.add(field);
            }
          } catch (NoSuchFieldException onlyInTheStream) {
            // Then its own code writes it, which cannot be looked into.
          }
        }
      }
    }

    private static @Nullable Method findWriteReplace(Class<?> type) {
      Method method = ReplacementMethods.writeReplaceOf(type);
      return method != null && !isJdk(method.getDeclaringClass()) && method.trySetAccessible()
          ? method
          : null;
    }
  }

  private final Map<Class<?>, Looks> looks;

  ObjectParts(Map<Class<?>, Looks> looks) {
    this.looks = looks;
  }

  /**
   * Takes one part.
   *
   * @param step how it is reached from the whole, to be put behind the path of the whole
   */
  abstract void accept(String step, @Nullable Object part);

  /** Finds the parts; may throw what the methods of the user's objects throw. */
  final void find(Object whole) throws ReflectiveOperationException {
    Class<?> type = whole.getClass();
    if (whole instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        accept("[" + i + "]", array[i]);
      }
    } else if (whole instanceof Optional<?> optional) {
      accept(".get()", optional.orElse(null));
    } else if (whole instanceof Map.Entry<?, ?> entry && isJdk(type)) {
      accept(".key", entry.getKey());
      accept(".value", entry.getValue());
    } else if (!(whole instanceof Serializable) || isLeaf(whole)) {
      return;
    } else if (type.isHidden() && type.isSynthetic()) {
      ofLambda(whole);
    } else if (Proxy.isProxyClass(type)) {
      accept(".handler", Proxy.getInvocationHandler(whole));
    } else if (isJdk(type)) {
      ofJdkObject(whole);
    } else if (!(whole instanceof Externalizable)) {
      ofUserObject(whole, type);
    }
  }

  private static boolean isLeaf(Object object) {
    return object instanceof String
        || (object instanceof Number && isJdk(object.getClass()))
        || object instanceof Enum
        || object instanceof Class;
  }

  static boolean isJdk(Class<?> type) {
    String name = type.getName();
    return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.");
  }

  private void ofJdkObject(Object whole) throws ReflectiveOperationException {
    if (whole instanceof Collection<?> collection) {
      int index = 0;
      for (Object each : collection) {
        accept("[" + index++ + "]", each);
      }
    } else if (whole instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> each : map.entrySet()) {
        String key = text(each.getKey());
        accept(".key(" + key + ")", each.getKey());
        accept("[" + key + "]", each.getValue());
      }
    } else if (whole instanceof AtomicReference<?> reference) {
      accept(".get()", reference.get());
    } else if (whole instanceof AtomicReferenceArray<?> array) {
      for (int i = 0; i < array.length(); i++) {
        accept("[" + i + "]", array.get(i));
      }
    } else if (whole instanceof Throwable throwable) {
      ofThrowable(throwable);
    }
    if (whole instanceof SortedMap<?, ?> sorted) {
      accept(".comparator()", sorted.comparator());
    } else if (whole instanceof SortedSet<?> sorted) {
      accept(".comparator()", sorted.comparator());
    } else if (whole instanceof PriorityQueue<?> sorted) {
      accept(".comparator()", sorted.comparator());
    }
  }

  private static String text(@Nullable Object key) {
    if (key instanceof String) {
      return "\"" + key + "\"";
    }
    return key == null || isLeaf(key) ? String.valueOf(key) : key.getClass().getSimpleName();
  }

  private void ofThrowable(Throwable throwable) {
    accept(".cause", throwable.getCause());
    int index = 0;
    for (Throwable each : throwable.getSuppressed()) {
      accept(".suppressed[" + index++ + "]", each);
    }
  }

  @SuppressWarnings("ReferenceEquality") // It may replace itself by itself.
  private void ofUserObject(Object whole, Class<?> type) throws ReflectiveOperationException {
    Looks look = looks.get(type);
    if (look == null) {
      look = new Looks(type);
      looks.put(type, look);
    }
    if (look.writeReplace != null) {
      Object replacement = look.writeReplace.invoke(whole);
      if (replacement != whole) {
        accept(".writeReplace()", replacement);
        return;
      }
    }
    if (whole instanceof Throwable throwable) {
      ofThrowable(throwable);
    }
    for (Field each : look.fields) {
      accept("." + each.getName(), each.get(whole));
    }
    // A user's subclass of a JDK collection has its elements from there.
    if (whole instanceof Collection<?> || whole instanceof Map<?, ?>) {
      ofJdkObject(whole);
    }
  }

  private void ofLambda(Object lambda) throws ReflectiveOperationException {
    SerializedLambda parts = takeApart(lambda);
    if (parts == null) {
      return;
    }
    String owner = parts.getCapturingClass().replace('/', '.');
    boolean isReference = !parts.getImplMethodName().startsWith("lambda$");
    int kind = parts.getImplMethodKind();
    boolean hasReceiver =
        kind != MethodHandleInfo.REF_invokeStatic && kind != MethodHandleInfo.REF_newInvokeSpecial;
    for (int i = 0; i < parts.getCapturedArgCount(); i++) {
      String step;
      if (isReference) {
        step = " -> the object of the method reference ::" + parts.getImplMethodName();
      } else if (hasReceiver && i == 0) {
        step = CAPTURED_THIS;
      } else {
        step = " -> captured variable " + (hasReceiver ? i : i + 1);
      }
      String what = isReference ? " in " : " of the lambda in ";
      accept(step + what + owner, parts.getCapturedArg(i));
    }
  }

  /** Has JDK serialization take the lambda apart, which may do so in any package. */
  private static @Nullable SerializedLambda takeApart(Object lambda) {
    try {
      LambdaCatcher catcher = new LambdaCatcher();
      catcher.writeObject(lambda);
      return catcher.caught;
    } catch (IOException failing) {
      return null;
    }
  }

  private static final class LambdaCatcher extends ObjectOutputStream {
    @Nullable SerializedLambda caught;

    LambdaCatcher() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected @Nullable Object replaceObject(Object object) {
      if (caught == null && object instanceof SerializedLambda parts) {
        caught = parts;
      }
      return null;
    }
  }
}
