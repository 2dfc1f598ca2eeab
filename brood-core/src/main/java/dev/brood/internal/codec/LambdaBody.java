package dev.brood.internal.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the method that the compiler has put the body of a lambda into. A fresh JVM calls a
 * method at once, while it takes ten milliseconds to make its first lambda.
 */
public final class LambdaBody {

  private LambdaBody() {}

  /**
   * Calls the method.
   *
   * @param values the object it is called on, unless it is static, and the arguments
   * @throws InvocationTargetException if the body throws; see {@link #thrownBy}
   */
  public static @Nullable Object call(Method method, @Nullable Object[] values)
      throws IllegalAccessException, InvocationTargetException {
    return Modifier.isStatic(method.getModifiers())
        ? method.invoke(null, values)
        : method.invoke(values[0], Arrays.copyOfRange(values, 1, values.length));
  }

  /** Throws what the body has thrown as it is, whatever the caller declares. */
  public static RuntimeException thrownBy(InvocationTargetException call) {
    throw LambdaBody.<RuntimeException>unchecked(Objects.requireNonNull(call.getCause()));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
