package dev.brood.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of a class in a package that is not open to us, by means of JDK serialization,
 * which may call constructors anywhere. It is given a stream that holds such a record; the
 * components do not pass through the stream, markers do, which are replaced by the values.
 */
final class ClosedRecord {
  private static final String ANY_OBJECT = "Ljava/lang/Object;";

  private final Class<?> type;
  private final byte[] kinds;

  /** The stream up to the first value: primitive components must come first. */
  private final byte[] beginning;

  ClosedRecord(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.kinds = new byte[components.length];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = RecordShape.kindOf(components[i].getType());
    }
    this.beginning = beginning(components);
  }

  private byte[] beginning(RecordComponent[] components) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
      out.writeShort(ObjectStreamConstants.STREAM_VERSION);
      out.writeByte(ObjectStreamConstants.TC_OBJECT);
      out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
      out.writeUTF(type.getName());
      out.writeLong(0); // The version is not compared for records.
      out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
      out.writeShort(components.length);
      for (int i = 0; i < kinds.length; i++) {
        if (kinds[i] != 'L') {
          out.writeByte(kinds[i]);
          out.writeUTF(components[i].getName());
        }
      }
      for (int i = 0; i < kinds.length; i++) {
        if (kinds[i] == 'L') {
          out.writeByte('L');
          out.writeUTF(components[i].getName());
          out.writeByte(ObjectStreamConstants.TC_STRING);
          out.writeUTF(ANY_OBJECT);
        }
      }
      out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
      out.writeByte(ObjectStreamConstants.TC_NULL); // Record itself is not serializable.
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return bytes.toByteArray();
  }

  /** Makes a record of all its components; returns what it stands for, as the JDK does. */
  @Nullable Object newRecord(@Nullable Object[] arguments)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(beginning);
    int markers = 0;
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] != 'L' && arguments[i] != null) {
        writePrimitive(out, arguments[i]);
      }
    }
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] == 'L' && arguments[i] == null) {
        out.writeByte(ObjectStreamConstants.TC_NULL);
      } else if (kinds[i] == 'L') {
        out.writeByte(ObjectStreamConstants.TC_STRING);
        out.writeUTF(Integer.toString(i));
        markers++;
      }
    }
    return new Input(bytes.toByteArray(), type, arguments, markers).readObject();
  }

  private static void writePrimitive(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case Boolean each -> out.writeBoolean(each);
      case Byte each -> out.writeByte(each);
      case Character each -> out.writeChar(each);
      case Short each -> out.writeShort(each);
      case Integer each -> out.writeInt(each);
      case Long each -> out.writeLong(each);
      case Float each -> out.writeFloat(each);
      case Double each -> out.writeDouble(each);
      default -> throw new IllegalArgumentException("not a primitive: " + value.getClass());
    }
  }

  private static final class Input extends ObjectInputStream {
    private final Class<?> type;
    private final @Nullable Object[] arguments;
    private int markersLeft;

    Input(byte[] stream, Class<?> type, @Nullable Object[] arguments, int markers)
        throws IOException {
      super(new ByteArrayInputStream(stream));
      this.type = type;
      this.arguments = arguments;
      this.markersLeft = markers;
      enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) {
      return type;
    }

    @Override
    protected @Nullable Object resolveObject(Object object) {
      // Last of all comes the record, or what it stands for: perhaps a text.
      return markersLeft-- > 0 ? arguments[Integer.parseInt((String) object)] : object;
    }
  }
}
