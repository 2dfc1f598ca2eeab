package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.util.NumberKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that stand in frames of their own, put and got by the short way and by the general. */
class FramedNumbersTest {

  private static final int TYPE = 7;

  private static List<Object> numbers(int count) {
    Random random = new Random(count);
    List<Object> numbers = new ArrayList<>(List.of(0, -1, -16, -17, 111, 112, 127, 128, -129));
    numbers.addAll(List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, Short.MAX_VALUE + 1));
    numbers.addAll(List.of(0L, -1L, 127L, 128L, 1L << 15, 1L << 31, Long.MIN_VALUE));
    numbers.addAll(List.of(0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY));
    while (numbers.size() < count) {
      long bits = random.nextLong() >> random.nextInt(Long.SIZE);
      numbers.add(
          switch (random.nextInt(3)) {
            case 0 -> (Object) (int) bits;
            case 1 -> (Object) bits;
            default -> (Object) Double.longBitsToDouble(bits);
          });
    }
    return numbers;
  }

  private static ByteSink general(Object value, int type) {
    ValueWriter writer = new ValueWriter();
    long mark = writer.sink().beginFrame();
    if (type >= 0) {
      writer.sink().putByte(type);
    }
    writer.write(value, "value");
    writer.sink().endFrame(mark, null);
    return writer.sink();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, TYPE})
  void bothWaysPutTheSame(int type) {
    for (Object each : numbers(1_000)) {
      ValueWriter writer = new ValueWriter();
      assertThat(writer.putFramedNumber(type, each)).isTrue();
      assertThat(writer.sink().toByteArray()).isEqualTo(general(each, type).toByteArray());
    }
  }

  @Test
  void aNumberThatFitsIntoEightBytesIsTheSameAsANumber() {
    int fitting = 0;
    for (Object each : numbers(1_000)) {
      byte[] bytes = general(each, TYPE).toByteArray();
      boolean fits = bytes.length <= Long.BYTES && !(each instanceof Double);
      ByteBuffer framed = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      framed.putLong(ValueWriter.framedNumber(TYPE, each));
      assertThat(framed.array())
          .as(each.toString())
          .isEqualTo(fits ? Arrays.copyOf(bytes, Long.BYTES) : new byte[Long.BYTES]);
      fitting += fits ? 1 : 0;
    }
    assertThat(fitting).isBetween(300, 700);
  }

  @Test
  void othersAreLeftToTheGeneralWay() {
    ValueWriter writer = new ValueWriter();
    for (@Nullable Object each : new @Nullable Object[] {null, "1", 1.5f, (short) 1, 'c', true}) {
      assertThat(writer.putFramedNumber(TYPE, each)).isFalse();
      assertThat(ValueWriter.framedNumber(TYPE, each)).isZero();
    }
    assertThat(writer.sink().size()).isZero();
  }

  private static ValueReader reader(byte[] bytes, int length) {
    ValueReader reader = new ValueReader(new ShapeTable(ClassLoader.getSystemClassLoader(), null));
    reader.source().reset(bytes, 0, length);
    return reader;
  }

  private static byte[] framed(int type, List<Object> numbers) {
    ValueWriter writer = new ValueWriter();
    numbers.forEach(each -> assertThat(writer.putFramedNumber(type, each)).isTrue());
    return writer.sink().toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, TYPE})
  void runsOfOneKindAreReadTogether(int type) {
    List<Object> numbers = numbers(2_000);
    byte[] bytes = framed(type, numbers);
    ValueReader reader = reader(bytes, bytes.length);
    List<Object> read = new ArrayList<>();
    long[] into = new long[10];
    NumberKind kind;
    while ((kind = reader.kindOfFramedNumber(type)) != null) {
      int count = reader.readFramedNumbers(type, kind, into, 2, into.length - 3);
      assertThat(count).isBetween(1, into.length - 3);
      for (int i = 2; i < 2 + count; i++) {
        read.add(kind.box(into[i]));
      }
    }
    assertThat(read).isEqualTo(numbers);
    assertThat(reader.source().remaining()).isZero();
  }

  @Test
  void anIntegerOf32BitsIsReadAtOnceAndNothingElseIs() {
    int atOnce = 0;
    for (Object each : numbers(1_000)) {
      ValueWriter writer = new ValueWriter();
      writer.write(each, "value");
      byte[] bytes = writer.sink().toByteArray();
      ValueReader reader = reader(bytes, bytes.length);
      Integer number = reader.readIntegerAtOnce();
      if (number == null) {
        assertThat(reader.read()).isEqualTo(each);
      } else {
        assertThat(number).isEqualTo(each);
        atOnce++;
      }
      assertThat(reader.source().remaining()).isZero();
      assertThat(reader(bytes, bytes.length - 1).readIntegerAtOnce()).isNull();
      assertThat(reader(Arrays.copyOf(bytes, 10), 10).readIntegerAtOnce()).isNull();
    }
    assertThat(atOnce).isBetween(50, 500);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, TYPE})
  void whatIsCutOffIsNotRead(int type) {
    long[] into = new long[8];
    for (Object each : numbers(50)) {
      byte[] bytes = framed(type, List.of(each));
      for (int length = 0; length < bytes.length; length++) {
        ValueReader reader = reader(bytes, length);
        for (NumberKind kind : NumberKind.values()) {
          assertThat(reader.readFramedNumbers(type, kind, into, 0, 8)).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, TYPE})
  void whatHasTheWrongLengthOrTypeIsNotRead(int type) {
    long[] into = new long[8];
    for (Object each : numbers(50)) {
      byte[] bytes = framed(type, List.of(each, "1234567890".length()));
      for (int header = 0; header < 256; header++) {
        byte[] damaged = bytes.clone();
        damaged[0] = (byte) header;
        ValueReader reader = reader(damaged, damaged.length);
        NumberKind kind = Objects.requireNonNull(reader.kindOfFramedNumber(type));
        int read = reader.readFramedNumbers(type, kind, into, 0, 8);
        // The lowest bit says that there is a directory, which a number has not.
        assertThat(read > 0).as("header=%s of %s", header, each).isEqualTo(damaged[0] == bytes[0]);
      }
      if (type >= 0) {
        bytes[1] = TYPE + 1;
        assertThat(reader(bytes, bytes.length).kindOfFramedNumber(type)).isNull();
      }
    }
  }
}
