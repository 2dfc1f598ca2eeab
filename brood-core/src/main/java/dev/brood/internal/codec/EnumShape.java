package dev.brood.internal.codec;

/** An enum class, with the names of its constants by ordinal as the sender has them. */
final class EnumShape extends Shape {
  final String name;
  final String[] constants;

  EnumShape(int id, String name, String[] constants) {
    super(id);
    this.name = name;
    this.constants = constants;
  }

  @Override
  public String className() {
    return name;
  }

  @Override
  public void putDefinition(ByteSink sink) {
    sink.putByte(ENUM);
    sink.putString(name);
    sink.putLength(constants.length);
    for (String each : constants) {
      sink.putString(each);
    }
  }

  static EnumShape get(int id, ByteSource source) {
    String name = source.getString();
    String[] constants = new String[source.getCount(1)];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = source.getString();
    }
    return new EnumShape(id, name, constants);
  }
}
