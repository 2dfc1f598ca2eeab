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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lambda expression of a class of this process. It is evaluated by the method that javac puts
 * into each class with serializable lambdas, as JDK serialization does; or, where the stream comes
 * from who may run anything here, not before it is called often, see {@link SeldomLambda}.
 */
final class LocalLambda {
  private static final String FACTORY = "$deserializeLambda$";

  /** A call of a method takes a microsecond more: by then as much as a twentieth of a lambda. */
  private static final int OFTEN = 500;

  final LambdaShape shape;
  private final Class<?> capturing;
  private final ShapeTable classes;

  private final Method factory;

  /** Made when it is needed, and null still if the class is in a package that is not open to us. */
  private volatile @Nullable MethodHandle factoryHandle;

  /** What is called as long as calls are few, if that is possible. */
  private final @Nullable Method method;

  /** Calls of the method; a race loses some. */
  private int calls;

  /** The only object of a lambda that captures nothing, or what stands for it; a race is benign. */
  private volatile @Nullable Object single;

  private LocalLambda(
      LambdaShape shape,
      Class<?> capturing,
      Method factory,
      @Nullable Method method,
      ShapeTable classes) {
    this.shape = shape;
    this.capturing = capturing;
    this.factory = factory;
    this.method = method;
    this.classes = classes;
  }

  /**
   * Finds what a shape stands for.
   *
   * @param callsMethods whether the method that the shape names may be called as it is
   */
  static LocalLambda find(
      LambdaShape shape, Class<?> capturing, ShapeTable classes, boolean callsMethods)
      throws ReflectiveOperationException {
    Method factory = capturing.getDeclaredMethod(FACTORY, SerializedLambda.class);
    Method method = callsMethods ? SeldomLambda.methodOf(shape, capturing) : null;
    return new LocalLambda(shape, capturing, factory, method, classes);
  }

  /** Returns the lambda if it captures nothing and was made before. */
  @Nullable Object single() {
    return single;
  }

  /** Returns the lambda with what it captures, or what stands for it. */
  Object of(Object[] captured) throws IOException, ReflectiveOperationException {
    SeldomLambda standIn =
        method == null || isCalledOften() ? null : SeldomLambda.of(this, captured);
    if (standIn == null) {
      return newLambda(captured);
    }
    if (captured.length == 0) {
      single = standIn;
    }
    return standIn;
  }

  boolean isCalledOften() {
    return calls > OFTEN;
  }

  /** Returns the method to call in the lambda's place, which counts as a call. */
  Method methodCalled() {
    calls++;
    return Objects.requireNonNull(method);
  }

  /** Makes the lambda from what it captures. */
  Object newLambda(Object[] captured) throws IOException, ReflectiveOperationException {
    MethodHandle handle = factoryHandle;
    if (handle == null && factory.trySetAccessible()) {
      // A handle, because the first call of a Method makes the JVM generate code for it.
      handle = MethodHandles.lookup().unreflect(factory);
      factoryHandle = handle;
    }
    Object made =
        handle == null
            ? makeThroughJdk(captured)
            : make(handle, shape.toSerialized(capturing, captured));
    if (captured.length == 0) {
      single = made;
    }
    return made;
  }

  private static Object make(MethodHandle handle, SerializedLambda parts)
      throws ReflectiveOperationException {
    try {
      return (Object) handle.invokeExact(parts);
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
