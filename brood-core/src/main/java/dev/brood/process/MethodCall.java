package dev.brood.process;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.codec.LambdaBody;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A lambda taken apart into its method and what the method is called with. To make a lambda costs a
 * fresh JVM ten milliseconds, to call its method one; a target is called only once.
 *
 * @param declaring the class that has the method
 * @param name the method's name, as the compiler made it up for a lambda
 * @param parameters the types of its parameters
 * @param values the object it is called on, unless it is static, and the arguments
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a list could hold no null.
record MethodCall(Class<?> declaring, String name, Class<?>[] parameters, @Nullable Object[] values)
    implements SerializableCallable<Boolean> {

  /**
   * Takes a lambda apart.
   *
   * @param arguments what the lambda is to be called with
   * @return null if {@code function} is no lambda, or its method cannot be called from here, or not
   *     with these arguments: the lambda says what is wrong with them
   */
  static @Nullable MethodCall of(Object function, @Nullable Object... arguments) {
    Class<?> type = function.getClass();
    if (!type.isHidden() || !type.isSynthetic()) {
      return null;
    }
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      return writeReplace.trySetAccessible()
              && writeReplace.invoke(function) instanceof SerializedLambda lambda
          ? of(lambda, type.getClassLoader(), arguments)
          : null;
    } catch (ReflectiveOperationException | LinkageError notTakenApart) {
      return null;
    }
  }

  private static @Nullable MethodCall of(
      SerializedLambda lambda, @Nullable ClassLoader loader, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    Class<?> declaring = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
    // A named module need not be open to us.
    if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial
        || declaring.getModule().isNamed()) {
      return null;
    }
    for (Method each : declaring.getDeclaredMethods()) {
      if (each.getName().equals(lambda.getImplMethodName())
          && descriptor(each).equals(lambda.getImplMethodSignature())) {
        int captured = lambda.getCapturedArgCount();
        @Nullable Object[] values = new @Nullable Object[captured + arguments.length];
        for (int i = 0; i < captured; i++) {
          values[i] = lambda.getCapturedArg(i);
        }
        System.arraycopy(arguments, 0, values, captured, arguments.length);
        Class<?>[] parameters = each.getParameterTypes();
        return hasNullForPrimitive(parameters, values)
            ? null
            : new MethodCall(declaring, each.getName(), parameters, values);
      }
    }
    return null;
  }

  /** The object that a method is called on comes before the arguments. */
  private static boolean hasNullForPrimitive(Class<?>[] parameters, @Nullable Object[] values) {
    int first = values.length - parameters.length;
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].isPrimitive() && values[first + i] == null) {
        return true;
      }
    }
    return false;
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  @Override
  public Boolean call() throws Exception {
    Method method = declaring.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    try {
      var _ = LambdaBody.call(method, values);
    } catch (InvocationTargetException e) {
      throw LambdaBody.thrownBy(e);
    }
    return true;
  }
}
