package dev.brood.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A lambda expression of a class of this process. It is evaluated by the method that javac puts
 * into each class with serializable lambdas, as JDK serialization does.
 */
final class LocalLambda {
  private static final String FACTORY = "$deserializeLambda$";

  final LambdaShape shape;
  private final Class<?> capturing;
  private final ShapeTable classes;

  /** Null if the class is in a package that is not open to us. */
  private final @Nullable MethodHandle factory;

  /** The only object of a lambda that captures nothing; a benign race sets it twice to the same. */
  private volatile @Nullable Object single;

  private LocalLambda(
      LambdaShape shape, Class<?> capturing, @Nullable MethodHandle factory, ShapeTable classes) {
    this.shape = shape;
    this.capturing = capturing;
    this.factory = factory;
    this.classes = classes;
  }

  static LocalLambda find(LambdaShape shape, Class<?> capturing, ShapeTable classes)
      throws ReflectiveOperationException {
    Method method = capturing.getDeclaredMethod(FACTORY, SerializedLambda.class);
    // A handle, because the first call of a Method makes the JVM generate code for it.
    MethodHandle factory =
        method.trySetAccessible() ? MethodHandles.lookup().unreflect(method) : null;
    return new LocalLambda(shape, capturing, factory, classes);
  }

  /** Returns the lambda if it captures nothing and was made before. */
  @Nullable Object single() {
    return single;
  }

  /** Makes the lambda from what it captures. */
  Object newLambda(Object[] captured) throws IOException, ReflectiveOperationException {
    Object made =
        factory == null
            ? makeThroughJdk(captured)
            : make(factory, shape.toSerialized(capturing, captured));
    if (captured.length == 0) {
      single = made;
    }
    return made;
  }

  private static Object make(MethodHandle factory, SerializedLambda parts)
      throws ReflectiveOperationException {
    try {
      return (Object) factory.invokeExact(parts);
    } catch (RuntimeException | Error failing) {
      throw failing;
    } catch (Throwable failing) {
      throw new InvocationTargetException(failing);
    }
  }

  /**
   * Has JDK serialization call the method that we may not call. The captured values do not pass
   * through the stream: markers do, which are replaced by the values themselves.
   */
  Object makeThroughJdk(Object[] captured) throws IOException, ClassNotFoundException {
    Object[] markers = new Object[captured.length];
    for (int i = 0; i < markers.length; i++) {
      markers[i] = new StandIn.OfCaptured(i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ObjectOutputStream output = new ObjectOutputStream(bytes);
    output.writeObject(shape.toSerialized(capturing, markers));
    output.flush();
    return new CapturedInput(new ByteArrayInputStream(bytes.toByteArray()), classes, captured)
        .readObject();
  }

  private static final class CapturedInput extends ObjectInputStream {
    private final ShapeTable classes;
    private final Object[] captured;

    CapturedInput(ByteArrayInputStream in, ShapeTable classes, Object[] captured)
        throws IOException {
      super(in);
      this.classes = classes;
      this.captured = captured;
      enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
      return classes.load(description.getName());
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof StandIn.OfCaptured marker ? captured[marker.index] : object;
    }
  }
}
