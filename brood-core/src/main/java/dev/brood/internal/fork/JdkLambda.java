package dev.brood.internal.fork;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Owner: lambdas of the JDK that capture nothing, such as {@code Function.identity()}. Each JVM has
 * one of them, which a public method of the class that made it returns.
 */
final class JdkLambda {

  private JdkLambda() {}

  /** Returns the method, without parameters, that returns this very object, or null. */
  static @Nullable Method source(Object lambda) {
    Class<?> type = lambda.getClass();
    Class<?> maker = LambdaOrigin.makerOf(type);
    if (maker == null
        || type.getClassLoader() != null
        || !Modifier.isPublic(maker.getModifiers())
        || !maker.getModule().isExported(maker.getPackageName())
        || type.getDeclaredFields().length > 0) {
      return null;
    }
    for (Method each : maker.getMethods()) {
      if (Modifier.isStatic(each.getModifiers())
          && each.getParameterCount() == 0
          && each.getReturnType() == type.getInterfaces()[0]
          && returns(each, lambda)) {
        return each;
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // The method may have made another.
  private static boolean returns(Method method, Object lambda) {
    try {
      return method.invoke(null) == lambda;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
