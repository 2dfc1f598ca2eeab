package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.codec.Samples.Box;
import dev.brood.internal.codec.Samples.Color;
import dev.brood.internal.codec.Samples.Holder;
import dev.brood.internal.codec.Samples.Pair;
import dev.brood.internal.codec.Samples.Point;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullUnmarked;

/** Values put together in any way; compared by equals, so they hold no arrays. */
@NullUnmarked
class RoundTripPropertyTest {
  private final Wire wire = new Wire();

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void anyValueComesBackEqual(@ForAll("values") Object value, @ForAll @IntRange(max = 9) int cut) {
    wire.blockSize = cut;
    Object back = wire.send(value);
    assertThat(back).isEqualTo(value);
    if (value != null) {
      assertThat(back).hasSameClassAs(value);
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anyRowOfValuesComesBackInOneMessage(@ForAll("rows") List<Object> row) {
    wire.writer.reset();
    for (Object each : row) {
      wire.writer.write(each, "value");
    }
    wire.deliver();
    for (int i = 0; i < row.size(); i++) {
      if (i % 3 == 1) {
        wire.reader.skip();
      } else {
        assertThat(wire.reader.read()).isEqualTo(row.get(i));
      }
    }
    assertThat(wire.reader.source().remaining()).isZero();
  }

  @Property(tries = 1000)
  void anyTextComesBack(@ForAll String text, @ForAll @IntRange(max = 5) int cut) {
    wire.blockSize = cut;
    assertThat(wire.send(text)).isEqualTo(text);
  }

  @Property(tries = 1000)
  void anyLongComesBack(@ForAll long value) {
    assertThat(wire.send(value)).isEqualTo(value);
    assertThat(wire.send((int) value)).isEqualTo((int) value);
    assertThat(wire.send(Double.longBitsToDouble(value))).isEqualTo(Double.longBitsToDouble(value));
  }

  @Provide
  Arbitrary<List<Object>> rows() {
    return values().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.recursive(RoundTripPropertyTest::leaves, RoundTripPropertyTest::wrap, 0, 4);
  }

  private static Arbitrary<Object> leaves() {
    return Arbitraries.oneOf(
        Arbitraries.integers().asGeneric(),
        Arbitraries.longs().asGeneric(),
        Arbitraries.doubles().asGeneric(),
        Arbitraries.strings().ofMaxLength(20).asGeneric(),
        Arbitraries.of(true, false).asGeneric(),
        Arbitraries.of(Color.class).asGeneric(),
        Arbitraries.bigIntegers().map(each -> (Object) each),
        Arbitraries.of(new Point(1, 2), Instant.EPOCH, BigInteger.TEN, Locale.ROOT).asGeneric(),
        Arbitraries.just(null));
  }

  private static Arbitrary<Object> wrap(Arbitrary<Object> inner) {
    Arbitrary<List<Object>> lists = inner.list().ofMaxSize(5);
    Arbitrary<List<Object>> withoutNull = inner.filter(each -> each != null).list().ofMaxSize(5);
    return Arbitraries.oneOf(
        lists.map(ArrayList::new).asGeneric(),
        lists.map(each -> Arrays.asList(each.toArray())).asGeneric(),
        lists.map(each -> each.stream().toList()).asGeneric(),
        lists.map(HashSet::new).asGeneric(),
        lists.map(LinkedHashSet::new).asGeneric(),
        withoutNull.map(List::copyOf).asGeneric(),
        lists.map(RoundTripPropertyTest::toMap).asGeneric(),
        inner.map(Holder::new).asGeneric(),
        inner.map(Box::new).asGeneric(),
        inner.map(Optional::ofNullable).asGeneric(),
        Combinators.combine(inner, inner).as(Pair::new).asGeneric());
  }

  private static Map<Object, Object> toMap(List<Object> list) {
    Map<Object, Object> map = new HashMap<>();
    for (Object each : list) {
      map.put(each, list.get(0));
    }
    return map;
  }
}
