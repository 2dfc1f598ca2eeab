package dev.brood.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
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
  private final @Nullable Method factory;

  /** The only object of a lambda that captures nothing; a benign race sets it twice to the same. */
  private volatile @Nullable Object single;

  private LocalLambda(
      LambdaShape shape, Class<?> capturing, @Nullable Method factory, ShapeTable classes) {
    this.shape = shape;
    this.capturing = capturing;
    this.factory = factory;
    this.classes = classes;
  }

  static LocalLambda find(LambdaShape shape, Class<?> capturing, ShapeTable classes)
      throws NoSuchMethodException {
    Method factory = capturing.getDeclaredMethod(FACTORY, SerializedLambda.class);
    return new LocalLambda(shape, capturing, factory.trySetAccessible() ? factory : null, classes);
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

  private static Object make(Method factory, SerializedLambda parts)
      throws InvalidObjectException, ReflectiveOperationException {
    try {
      Object made = factory.invoke(null, parts);
      if (made == null) {
        throw new InvalidObjectException("a lambda came out as null");
      }
      return made;
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof Error error) {
        throw error;
      }
      throw refused;
    }
  }

  /**
   * Has JDK serialization call the method that we may not call. The captured values do not pass
   * through the stream: markers do, which are replaced by the values themselves.
   */
  private Object makeThroughJdk(Object[] captured) throws IOException, ClassNotFoundException {
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
