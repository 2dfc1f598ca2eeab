package dev.brood.internal.codec;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a lambda that was not called often yet, and calls the method that the compiler has put
 * its body into, see {@link LambdaBody}. Where it is sent, or written by JDK serialization, the
 * lambda itself goes.
 */
abstract sealed class SeldomLambda implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final transient LocalLambda kind;
  private final transient Object[] captured;
  private transient volatile @Nullable Object lambda;

  private SeldomLambda(LocalLambda kind, Object[] captured) {
    this.kind = kind;
    this.captured = captured;
  }

  /**
   * Returns the method to be called in a lambda's place, or null if there is none: only one of the
   * capturing class itself will do, and none that may be overridden.
   */
  static @Nullable Method methodOf(LambdaShape shape, Class<?> capturing) {
    if (!shape.implClass().replace('/', '.').equals(capturing.getName())) {
      return null;
    }
    try {
      MethodType type =
          MethodType.fromMethodDescriptorString(shape.implSignature(), capturing.getClassLoader());
      Method method = capturing.getDeclaredMethod(shape.implName(), type.parameterArray());
      boolean settled =
          shape.implKind == MethodHandleInfo.REF_invokeStatic
              || Modifier.isPrivate(method.getModifiers());
      return settled && method.trySetAccessible() ? method : null;
    } catch (NoSuchMethodException | TypeNotPresentException | LinkageError notHere) {
      return null;
    }
  }

  /**
   * Returns what stands for the lambda that {@code kind} makes of {@code captured}, or null if it
   * is of no interface that tasks are given as.
   */
  static @Nullable SeldomLambda of(LocalLambda kind, Object[] captured) {
    return switch (kind.shape.functionalInterface()) {
      case "dev/brood/function/SerializableFunction" -> new OfFunction(kind, captured);
      case "dev/brood/function/SerializableBiFunction" -> new OfBiFunction(kind, captured);
      case "dev/brood/function/SerializableCallable" -> new OfCallable(kind, captured);
      case "dev/brood/function/SerializableRunnable" -> new OfRunnable(kind, captured);
      default -> null;
    };
  }

  /** Returns the lambda if it was made, or if it pays now to make it. */
  final @Nullable Object often() {
    Object made = lambda;
    return made == null && kind.isCalledOften() ? lambda() : made;
  }

  private Object lambda() {
    Object made = lambda;
    if (made == null) {
      try {
        made = kind.newLambda(captured);
      } catch (IOException | ReflectiveOperationException e) {
        throw new IllegalStateException("no lambda of " + kind.shape.capturingClass, e);
      }
      lambda = made;
    }
    return made;
  }

  /** Calls the method; what that throws is thrown as it is. */
  final @Nullable Object callMethod(@Nullable Object... arguments) {
    @Nullable Object[] all = Arrays.copyOf(captured, captured.length + arguments.length);
    System.arraycopy(arguments, 0, all, captured.length, arguments.length);
    try {
      return LambdaBody.call(kind.methodCalled(), all);
    } catch (InvocationTargetException thrown) {
      throw LambdaBody.thrownBy(thrown);
    } catch (IllegalAccessException | IllegalArgumentException | NullPointerException misfit) {
      // The method was not entered. The lambda says what is wrong with the arguments.
      return callLambda(lambda(), arguments);
    }
  }

  abstract @Nullable Object callLambda(Object lambda, @Nullable Object[] arguments);

  @Serial
  final Object writeReplace() {
    return lambda();
  }

  @SuppressWarnings("unchecked") // the compiler has seen what the lambda is
  private static final class OfFunction extends SeldomLambda
      implements SerializableFunction<@Nullable Object, @Nullable Object> {
    @Serial private static final long serialVersionUID = 1L;

    OfFunction(LocalLambda kind, Object[] captured) {
      super(kind, captured);
    }

    @Override
    public @Nullable Object apply(@Nullable Object argument) {
      Object often = often();
      return often == null
          ? callMethod(argument)
          : ((SerializableFunction<@Nullable Object, @Nullable Object>) often).apply(argument);
    }

    @Override
    @Nullable Object callLambda(Object lambda, @Nullable Object[] arguments) {
      return ((SerializableFunction<@Nullable Object, @Nullable Object>) lambda)
          .apply(arguments[0]);
    }
  }

  @SuppressWarnings("unchecked")
  private static final class OfBiFunction extends SeldomLambda
      implements SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object> {
    @Serial private static final long serialVersionUID = 1L;

    OfBiFunction(LocalLambda kind, Object[] captured) {
      super(kind, captured);
    }

    @Override
    public @Nullable Object apply(@Nullable Object first, @Nullable Object second) {
      Object often = often();
      return often == null
          ? callMethod(first, second)
          : callLambda(often, new @Nullable Object[] {first, second});
    }

    @Override
    @Nullable Object callLambda(Object lambda, @Nullable Object[] arguments) {
      return ((SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) lambda)
          .apply(arguments[0], arguments[1]);
    }
  }

  private static final class OfCallable extends SeldomLambda
      implements SerializableCallable<@Nullable Object> {
    @Serial private static final long serialVersionUID = 1L;

    OfCallable(LocalLambda kind, Object[] captured) {
      super(kind, captured);
    }

    @Override
    public @Nullable Object call() {
      Object often = often();
      return often == null ? callMethod() : callLambda(often, new @Nullable Object[0]);
    }

    @Override
    @Nullable Object callLambda(Object lambda, @Nullable Object[] arguments) {
      try {
        return ((SerializableCallable<?>) lambda).call();
      } catch (Exception thrown) {
        throw LambdaBody.<RuntimeException>unchecked(thrown);
      }
    }
  }

  private static final class OfRunnable extends SeldomLambda implements SerializableRunnable {
    @Serial private static final long serialVersionUID = 1L;

    OfRunnable(LocalLambda kind, Object[] captured) {
      super(kind, captured);
    }

    @Override
    public void run() {
      Object often = often();
      var _ = often == null ? callMethod() : callLambda(often, new @Nullable Object[0]);
    }

    @Override
    @Nullable Object callLambda(Object lambda, @Nullable Object[] arguments) {
      ((SerializableRunnable) lambda).run();
      return null;
    }
  }
}
