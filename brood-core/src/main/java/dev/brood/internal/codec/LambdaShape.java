package dev.brood.internal.codec;

import java.lang.invoke.SerializedLambda;

/**
 * All that is the same each time one lambda expression is evaluated: what {@link SerializedLambda}
 * holds, without the captured values.
 */
final class LambdaShape extends Shape {
  private static final int NAMES = 7;

  final String capturingClass;
  final int implKind;
  final int captured;

  /** In the order of {@link SerializedLambda}'s constructor, the capturing class left out. */
  private final String[] names;

  private LambdaShape(int id, String capturingClass, int implKind, int captured, String[] names) {
    super(id);
    this.capturingClass = capturingClass;
    this.implKind = implKind;
    this.captured = captured;
    this.names = names;
  }

  static LambdaShape of(int id, SerializedLambda lambda) {
    String[] names = {
      lambda.getFunctionalInterfaceClass(),
      lambda.getFunctionalInterfaceMethodName(),
      lambda.getFunctionalInterfaceMethodSignature(),
      lambda.getImplClass(),
      lambda.getImplMethodName(),
      lambda.getImplMethodSignature(),
      lambda.getInstantiatedMethodType(),
    };
    return new LambdaShape(
        id,
        lambda.getCapturingClass().replace('/', '.'),
        lambda.getImplMethodKind(),
        lambda.getCapturedArgCount(),
        names);
  }

  String functionalInterface() {
    return names[0];
  }

  String implClass() {
    return names[3];
  }

  String implName() {
    return names[4];
  }

  String implSignature() {
    return names[5];
  }

  SerializedLambda toSerialized(Class<?> capturing, Object[] arguments) {
    return new SerializedLambda(
        capturing, names[0], names[1], names[2], implKind, names[3], names[4], names[5], names[6],
        arguments);
  }

  @Override
  public String className() {
    return capturingClass;
  }

  @Override
  public void putDefinition(ByteSink sink) {
    sink.putByte(LAMBDA);
    sink.putString(capturingClass);
    sink.putByte(implKind);
    sink.putLength(captured);
    for (String each : names) {
      sink.putString(each);
    }
  }

  static LambdaShape get(int id, ByteSource source) {
    String capturingClass = source.getString();
    int implKind = source.getByte();
    int captured = source.getLength();
    String[] names = new String[NAMES];
    for (int i = 0; i < names.length; i++) {
      // The code that javac generates compares these with constants of the class file, which are
      // interned: comparing a text with itself is quicker than with its equal.
      names[i] = source.getString().intern();
    }
    return new LambdaShape(id, capturingClass, implKind, captured, names);
  }
}
