package dev.brood.internal.codec;

import static dev.brood.internal.codec.Wire.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.Model;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.internal.codec.Samples.Box;
import dev.brood.internal.codec.Samples.Color;
import dev.brood.internal.codec.Samples.Holder;
import dev.brood.internal.codec.Samples.Pair;
import dev.brood.internal.codec.Samples.Point;
import dev.brood.internal.codec.Samples.Positive;
import dev.brood.internal.codec.Samples.Primitives;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class RoundTripTest {
  static Stream<Arguments> values() {
    List<Object> values = new ArrayList<>();
    for (int i : new int[] {0, 1, -1, -16, -17, 111, 112, 127, 128, -128, -129, 32767, 32768}) {
      values.addAll(List.of(i, (long) i, (short) i, (byte) i, (char) i, (float) i, (double) i));
    }
    values.addAll(List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE));
    values.addAll(List.of(1L << 31, (1L << 31) - 1, -(1L << 31), -(1L << 31) - 1));
    values.addAll(List.of(true, false, Double.NaN, -0.0, Float.MIN_VALUE));
    values.addAll(List.of("", "a", "\u00e9\u00ff", "\u0100", "\ud800", "x\udc00y", "\ud83d\ude00"));
    values.addAll(List.of("x".repeat(255), "x".repeat(256), "\u4e2d".repeat(70_000)));
    values.addAll(List.of("z".repeat(3_000_000), "\u4e2dz".repeat(1_000_000)));
    values.addAll(List.of(BigInteger.TWO.pow(70), BigInteger.ZERO, BigInteger.ONE.negate()));
    values.addAll(List.of(new BigDecimal("-1.50"), new UUID(1, -2), Duration.ofNanos(-1)));
    values.addAll(List.of(Instant.MAX, LocalDate.MIN, LocalTime.MAX, LocalDateTime.MAX));
    values.addAll(List.of(Color.RED, Color.GREEN, TimeUnit.DAYS));
    values.addAll(List.of(int.class, int[].class, String.class, Point[][].class, Color.class));
    values.addAll(
        List.of(
            new boolean[] {true, false},
            new byte[] {1, 2},
            new char[] {'\ud800'},
            new short[] {-1},
            new int[] {1, 2, 3},
            new long[] {1L << 40},
            new float[] {1.5f},
            new double[] {Double.NaN, 2},
            new int[0]));
    values.addAll(
        List.of(
            new boolean[40_000],
            new byte[40_001],
            new char[20_001],
            new short[20_001],
            new int[10_001],
            new long[5_001],
            new float[10_001],
            new double[5_001]));
    values.addAll(List.of(new String[] {"a", null}, new Object[] {1, null, "x"}, new Object[0]));
    values.addAll(List.of(new Integer[] {1, 2}, new Point[] {new Point(1, 2)}, new int[][] {{1}}));
    values.addAll(List.of(List.of(), List.of(1), List.of(1, 2), List.of(1, 2, 3)));
    values.addAll(List.of(Set.of(), Set.of(1), Set.of(1, 2, 3), Map.of(), Map.of(1, 2)));
    values.addAll(List.of(Map.of(1, "a", 2, "b"), Arrays.asList(1, null), new ArrayList<>()));
    values.addAll(List.of(new ArrayList<>(Arrays.asList(1, null, "x")), new HashSet<>(List.of(1))));
    values.addAll(List.of(new LinkedHashSet<>(List.of(3, 1, 2)), hashMap()));
    values.addAll(List.of(Map.entry(1, 2), Optional.empty(), Optional.of("x")));
    values.add(new AbstractMap.SimpleImmutableEntry<>(null, 1));
    values.add(new AbstractMap.SimpleEntry<>(null, 1));
    values.add(new LinkedHashMap<>(Map.of(1, 2)));
    values.add(new Primitives(true, (byte) 1, 'x', (short) 2, 3, 4L, 5f, 6d, null));
    values.addAll(List.of(new Samples.Empty(), new Samples.Shifted(4), new Holder(null)));
    values.addAll(List.of(new Holder(new Box("x")), List.of(new Point(1, 2), Color.GREEN)));
    values.addAll(List.of(new Holder(Optional.of(Map.entry(new Box(1), 2))), new Box(null)));
    return values.stream().map(Arguments::of);
  }

  private static Map<Object, Object> hashMap() {
    Map<Object, Object> map = new HashMap<>();
    map.put("a", 1);
    map.put(2, null);
    return map;
  }

  @ParameterizedTest
  @MethodSource("values")
  void comesBackEqualAndOfTheSameClass(Object value) {
    for (int blockSize : new int[] {0, 1, 3, 64, 4096}) {
      if (blockSize == 0
          || blockSize > 64
          || !(value instanceof String text)
          || text.length() < 1000) {
        Object back = Wire.cut(blockSize).send(value);
        assertThat(back).hasSameClassAs(value);
        assertThat(Objects.deepEquals(back, value)).as("%s, %s", back, value).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void comesBackTheSameInsideOfOthers(Object value) {
    for (Object outer :
        List.of(
            List.of(value, 1, value),
            new Holder(value),
            new Box(new Object[] {value, value}),
            new Pair(value, new Box(value)))) {
      Object back = roundTrip(outer);
      assertThat(back)
          .usingRecursiveComparison()
          .withStrictTypeChecking()
          .withComparatorForType(Double::compare, Double.class)
          .isEqualTo(outer);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void canBePassedOver(Object value) {
    Wire wire = Wire.cut(5);
    wire.writer.write(value, "value");
    wire.writer.write(List.of(value), "value");
    wire.writer.write("end", "value");
    wire.deliver();
    wire.reader.skip();
    wire.reader.skip();
    assertThat(wire.reader.read()).isEqualTo("end");
  }

  @Test
  void nullComesBack() {
    assertThat(new Wire().send(null)).isNull();
  }

  @Test
  void unmodifiableListsKeepWhatTheyDoWithNull() {
    assertThatThrownBy(() -> roundTrip(List.of(1, 2, 3)).contains(null))
        .isInstanceOf(NullPointerException.class);
    for (List<?> list :
        List.of(
            Stream.of(1, 2, 3).toList(),
            Stream.of(1, (Object) null).toList(),
            Stream.empty().toList())) {
      List<?> back = roundTrip(list);
      assertThat(back).isEqualTo(list).hasSameClassAs(list);
      assertThat(back.contains(null)).isEqualTo(list.contains(null));
    }
  }

  @Test
  void sharedMutableObjectsStayShared() {
    for (Object shared :
        List.of(
            new ArrayList<>(List.of(1)),
            new HashMap<>(Map.of(1, 2)),
            new int[] {1},
            new long[100_000],
            new String[] {"x"},
            new Box(1))) {
      Object[] array = roundTrip(new Object[] {shared, 1, shared});
      assertThat(array[0]).isSameAs(array[2]);
      List<Object> list = roundTrip(List.of(shared, List.of(shared)));
      assertThat(((List<?>) list.get(1)).get(0)).isSameAs(list.get(0));
      Pair pair = roundTrip(new Pair(Optional.of(shared), new Box(shared)));
      assertThat(((Box) pair.second()).content).isSameAs(((Optional<?>) pair.first()).get());
    }
  }

  @Test
  void anArrayAndItsViewStayOne() {
    Integer[] array = {1, 2};
    Object[] back = roundTrip(new Object[] {array, Arrays.asList(array)});
    ((Integer[]) back[0])[0] = 7;
    assertThat(((List<?>) back[1]).get(0)).isEqualTo(7);
    List<List<Integer>> views = roundTrip(List.of(Arrays.asList(array), Arrays.asList(array)));
    views.get(0).set(0, 9);
    assertThat(views.get(1).get(0)).isEqualTo(9);
  }

  @Test
  void cyclesComeBack() {
    Object[] array = new Object[2];
    array[0] = array;
    Object[] back = roundTrip(array);
    assertThat(back[0]).isSameAs(back);
    List<Object> list = new ArrayList<>();
    list.add(Map.of("self", list));
    List<Object> listBack = roundTrip(list);
    assertThat(((Map<?, ?>) listBack.get(0)).get("self")).isSameAs(listBack);
  }

  @Test
  void nestedOneIntoTheOtherComesBackAtAnyDepth() {
    for (int depth : new int[] {1, 31, 32, 33, 34, 35, 200}) {
      Object value = "core";
      for (int i = 0; i < depth; i++) {
        value = i % 2 == 0 ? List.of(value) : new Holder(value);
      }
      assertThat(roundTrip(value)).isEqualTo(value);
    }
  }

  @Test
  void manyMutablePartsAreToldApart() {
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      lists.add(new ArrayList<>(List.of(i)));
    }
    Wire wire = new Wire();
    assertThat(wire.send(lists)).isEqualTo(lists);
    lists.add(lists.get(5));
    List<?> back = (List<?>) wire.send(lists);
    assertThat(back.get(10_000)).isSameAs(back.get(5));
  }

  @Test
  void largeArraysTravelBesideTheBytes() {
    Wire wire = new Wire();
    double[] large = new double[1 << 16];
    large[77] = 7;
    Box box = new Box(Map.of("a", large));
    box.numbers = large;
    for (Object value : List.of(large, new Holder(large), box)) {
      wire.send(value);
      assertThat(wire.writer.attachmentCount()).isEqualTo(1);
      assertThat(wire.writer.sink().size()).isLessThan(1000);
    }
    Box back = (Box) wire.send(box);
    assertThat(back.numbers).isEqualTo(large).isSameAs(((Map<?, ?>) back.content).get("a"));
  }

  @Test
  void aMessageMayHoldMoreThanOneBlock() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      texts.add("text number " + i);
    }
    Wire wire = new Wire();
    wire.writer.write(new ArrayList<>(texts), "value");
    wire.writer.write(new Box(texts), "value");
    assertThat(wire.writer.sink().blockCount()).isGreaterThan(1);
    wire.reader.source().reset(wire.writer.sink());
    assertThat(wire.reader.read()).isEqualTo(texts);
    assertThat(wire.reader.read()).isEqualTo(new Box(texts));
    wire.writer.reset();
    assertThat(wire.writer.sink().size()).isZero();
    assertThat(wire.send("again")).isEqualTo("again");
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 200_000})
  void longChainsOfObjectsComeBack(int length) {
    Samples.Node back = roundTrip(Samples.Node.chain(length));
    int count = 0;
    for (Samples.Node each = back; each != null; each = each.next) {
      assertThat(each.value).isEqualTo(length - 1 - count++);
    }
    assertThat(count).isEqualTo(length);
  }

  @Test
  void aFailedValueLeavesNoTrace() {
    Wire wire = new Wire();
    wire.writer.write(new Point(1, 2), "value");
    long size = wire.writer.sink().size();
    Object bad = List.of(Color.RED, new long[9999], new Box(new Object()));
    assertThatThrownBy(() -> wire.writer.write(bad, "value"))
        .isInstanceOf(NotSendableException.class);
    assertThat(wire.writer.sink().size()).isEqualTo(size);
    assertThat(wire.writer.attachmentCount()).isZero();
    assertThat(wire.writer.shapeCount()).isEqualTo(1);
    wire.writer.write(Color.RED, "value");
    wire.deliver();
    assertThat(wire.reader.read()).isEqualTo(new Point(1, 2));
    assertThat(wire.reader.read()).isEqualTo(Color.RED);
  }

  @Test
  void onlyTheValueThatCannotBeRebuiltIsLost() {
    Wire wire = Wire.cut(7);
    Positive.checking = false;
    wire.writer.write(1, "value");
    wire.writer.write(List.of("before", new Positive(-1), "after"), "value");
    wire.writer.write("end", "value");
    Positive.checking = true;
    wire.deliver();
    assertThat(wire.reader.read()).isEqualTo(1);
    assertThatThrownBy(() -> wire.reader.read())
        .isInstanceOf(NotReceivableException.class)
        .hasMessageContaining("value=-1")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(wire.reader.read()).isEqualTo("end");
  }

  @Test
  void recordsThatComeOftenComeAsTheFirstOnesDo() {
    Wire wire = new Wire();
    for (int i = 0; i < 10_100; i++) {
      Primitives sent = new Primitives(true, (byte) 1, 'x', (short) 2, i, 4L, 5f, 6d, null);
      assertThat(wire.send(sent)).isEqualTo(sent);
      assertThat(wire.send(new Positive(i))).isEqualTo(new Positive(i));
    }
    Positive.checking = false;
    wire.writer.reset();
    wire.writer.write(new Positive(-1), "value");
    Positive.checking = true;
    wire.deliver();
    assertThatThrownBy(() -> wire.reader.read())
        .isInstanceOf(NotReceivableException.class)
        .hasMessageContaining("value=-1")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClassThatIsMissingIsNamed() {
    Wire wire = new Wire(ClassLoader.getPlatformClassLoader(), null);
    for (Object value :
        List.of(
            new Model.Order(1, "a"),
            Model.Size.SMALL,
            new Model.Customer("b"),
            Model.class,
            new Model.Order[0],
            Model.greeting("c"),
            new Holder(new Model.Customer("d")))) {
      assertThatThrownBy(() -> wire.send(value))
          .isInstanceOf(NotReceivableException.class)
          .hasMessageContaining("app.Model");
    }
  }

  @Test
  void rowsOfNumbersMayBeBrokenByAnything() {
    Random random = new Random(3);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      long bits = random.nextLong() >> random.nextInt(64);
      int choice = random.nextInt(20);
      list.add(choice == 0 ? "x" : choice == 1 ? null : choice < 10 ? (Object) (int) bits : bits);
    }
    for (int blockSize : new int[] {0, 5, 100}) {
      assertThat(Wire.cut(blockSize).send(list)).isEqualTo(list);
    }
  }

  @Test
  void collectionsThatOthersWrapComeBack() {
    List<Integer> synchronizedList = Collections.synchronizedList(new ArrayList<>(List.of(1)));
    assertThat(roundTrip(synchronizedList)).hasSameClassAs(synchronizedList).isEqualTo(List.of(1));
  }
}
