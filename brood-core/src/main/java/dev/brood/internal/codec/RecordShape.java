package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;

/**
 * A record class, with the names and kinds of its components as the sender has them. The kind is
 * the letter of a field descriptor: one of {@code ZBCSIJFD}, or {@code L} for any reference.
 */
final class RecordShape extends Shape {
  final String name;
  final String[] components;
  final byte[] kinds;

  RecordShape(int id, String name, String[] components, byte[] kinds) {
    super(id);
    this.name = name;
    this.components = components;
    this.kinds = kinds;
  }

  static byte kindOf(Class<?> type) {
    return (byte) (type.isPrimitive() ? type.descriptorString().charAt(0) : 'L');
  }

  @Override
  public String className() {
    return name;
  }

  @Override
  public void putDefinition(ByteSink sink) {
    sink.putByte(RECORD);
    sink.putString(name);
    sink.putLength(components.length);
    for (int i = 0; i < components.length; i++) {
      sink.putString(components[i]);
      sink.putByte(kinds[i]);
    }
  }

  static RecordShape get(int id, ByteSource source) {
    String name = source.getString();
    int count = source.getCount(2);
    String[] components = new String[count];
    byte[] kinds = new byte[count];
    for (int i = 0; i < count; i++) {
      components[i] = source.getString();
      kinds[i] = source.getByte();
      if ("ZBCSIJFDL".indexOf(kinds[i]) < 0) {
        throw new ProtocolException("not a kind of component: kind=" + kinds[i]);
      }
    }
    return new RecordShape(id, name, components, kinds);
  }
}
