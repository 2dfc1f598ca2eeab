package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProtocolException;
import dev.brood.function.SerializableSupplier;
import dev.brood.internal.codec.Samples.Box;
import dev.brood.internal.codec.Samples.Color;
import dev.brood.internal.codec.Samples.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class DamagedBytesTest {
  private final Wire wire = new Wire();

  private static List<Object> values() {
    int captured = 5;
    SerializableSupplier<Integer> supplier = () -> captured;
    return List.of(
        1_000_000,
        "some text \u4e2d",
        new ArrayList<>(List.of(1, 2L, "x", 4.0)),
        new HashMap<>(Map.of("a", List.of(1), "b", new int[] {1, 2, 3})),
        List.of(new Point(1, 2), Color.GREEN, supplier, Optional.of("x")),
        new Object[] {new long[10_000], "y", new Point[] {new Point(1, 2)}},
        new CalledFunction<>((Integer x) -> x + captured, 300),
        new Box(new HashMap<>(Map.of("c", new Box(new int[] {7})))));
  }

  private byte[] encode(Object value) {
    wire.send(value);
    wire.deliver();
    return wire.writer.sink().toByteArray();
  }

  /** Anything may come out except an error of the JVM or no end. */
  private void readDamaged(byte[] bytes) {
    wire.reader.source().reset(bytes, 0, bytes.length);
    try {
      Object _ = wire.reader.read();
    } catch (ProtocolException | NotReceivableException expected) {
      assertThat(expected).hasMessageNotContaining("OutOfMemory");
    }
  }

  @Test
  void cutOffAnywhere() {
    for (Object value : values()) {
      byte[] bytes = encode(value);
      for (int length = 0; length < bytes.length; length++) {
        wire.reader.source().reset(bytes, 0, length);
        assertThatThrownBy(() -> wire.reader.read())
            .isInstanceOfAny(ProtocolException.class, NotReceivableException.class);
      }
    }
  }

  @Test
  void withOneWrongByte() {
    for (Object value : values()) {
      byte[] bytes = encode(value);
      for (int at = 0; at < bytes.length; at++) {
        byte right = bytes[at];
        for (int wrong : new int[] {0, 1, 0x7f, 0x80, 0xff, right + 1, right ^ 0x10}) {
          bytes[at] = (byte) wrong;
          readDamaged(bytes);
        }
        bytes[at] = right;
      }
    }
  }

  @Test
  void garbage() {
    Random random = new Random(42);
    wire.send(values());
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 60)];
      random.nextBytes(bytes);
      bytes[0] = (byte) random.nextInt(Tag.JDK + 2);
      readDamaged(bytes);
    }
  }

  @Test
  void hugeLengthsAreRefusedBeforeAnythingIsAllocated() {
    for (int tag :
        new int[] {
          Tag.STRING,
          Tag.BIG_INTEGER,
          Tag.STRING_ARRAY,
          Tag.OBJECT_ARRAY,
          Tag.ARRAY_LIST,
          Tag.LIST_OF,
          Tag.AS_LIST,
          Tag.HASH_SET,
          Tag.SET_OF,
          Tag.HASH_MAP,
          Tag.MAP_OF
        }) {
      byte[] bytes = {(byte) tag, -1, -1, -1, -1, 7, 1, 2, 3};
      wire.reader.source().reset(bytes, 0, bytes.length);
      assertThatThrownBy(() -> wire.reader.read()).isInstanceOf(ProtocolException.class);
    }
    byte[] array = {Tag.PRIMITIVE_ARRAY, PrimitiveArrays.LONG, -1, -1, -1, -1, 7};
    wire.reader.source().reset(array, 0, array.length);
    assertThatThrownBy(() -> wire.reader.read()).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aHugeArrayInAStreamOfJdkSerializationIsRefused() {
    byte[] bytes = encode(new Box(new int[] {0x11223344}));
    int at = indexOf(bytes, new byte[] {0, 0, 0, 1, 0x11, 0x22, 0x33, 0x44});
    bytes[at] = 0x7f;
    wire.reader.source().reset(bytes, 0, bytes.length);
    assertThatThrownBy(() -> wire.reader.read())
        .isInstanceOf(NotReceivableException.class)
        .hasMessageContaining("REJECTED");
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void nestingWithoutEnd() {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) Tag.OPTIONAL);
    wire.reader.source().reset(bytes, 0, bytes.length);
    assertThatThrownBy(() -> wire.reader.read())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("deep");
  }

  @Test
  void shapesThatWereNotDescribed() {
    for (int tag : new int[] {Tag.RECORD, Tag.ENUM, Tag.LAMBDA, Tag.CLASS, Tag.TYPED_ARRAY}) {
      for (int id : new int[] {100, -1}) {
        ByteSink sink = new ByteSink();
        sink.putByte(tag);
        sink.putLength(id);
        wire.reader.source().reset(sink);
        assertThatThrownBy(() -> wire.reader.read()).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @Test
  void damagedDescriptionsOfShapes() {
    wire.send(values());
    Random random = new Random(1);
    for (int i = 0; i < wire.writer.shapeCount(); i++) {
      ByteSink sink = new ByteSink();
      wire.writer.shape(i).putDefinition(sink);
      byte[] bytes = sink.toByteArray();
      for (int round = 0; round < 500; round++) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        if (damaged.length > 0) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        ByteSource source = new ByteSource();
        source.reset(damaged, 0, damaged.length);
        try {
          new ShapeTable(getClass().getClassLoader(), null).define(i, source);
        } catch (ProtocolException expected) {
          assertThat(expected).hasMessageNotContaining("OutOfMemory");
        }
      }
    }
  }

  @Test
  void damagedThrowables() {
    ByteSink sink = new ByteSink();
    RemoteThrowable.capture(new Exception("m", new Exception()), getClass().getClassLoader())
        .put(sink);
    byte[] bytes = sink.toByteArray();
    Random random = new Random(2);
    ByteSource source = new ByteSource();
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      source.reset(damaged, 0, i % 2 == 0 ? damaged.length : random.nextInt(damaged.length));
      try {
        Throwable _ = RemoteThrowable.get(source).rebuild(wire.shapes, "peer");
      } catch (ProtocolException expected) {
        assertThat(expected).hasMessageNotContaining("OutOfMemory");
      }
    }
  }
}
