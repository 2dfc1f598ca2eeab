package dev.brood.internal.codec;

/** A class that is itself a value, or the class of an array. */
final class ClassShape extends Shape {
  final String name;

  ClassShape(int id, String name) {
    super(id);
    this.name = name;
  }

  @Override
  public String className() {
    return name;
  }

  @Override
  public void putDefinition(ByteSink sink) {
    sink.putByte(CLASS);
    sink.putString(name);
  }

  static ClassShape get(int id, ByteSource source) {
    return new ClassShape(id, source.getString());
  }
}
