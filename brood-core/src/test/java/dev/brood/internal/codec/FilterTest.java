package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.Model;
import dev.brood.exception.NotReceivableException;
import dev.brood.internal.codec.Samples.Box;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class FilterTest {
  private static Wire wire(String pattern) {
    return new Wire(
        FilterTest.class.getClassLoader(), ObjectInputFilter.Config.createFilter(pattern));
  }

  private static void assertRefused(Wire wire, Object value) {
    assertThatThrownBy(() -> wire.send(value)).isInstanceOf(NotReceivableException.class);
    assertThat(wire.send("next")).isEqualTo("next");
  }

  @Test
  void refusesClassesInWhateverFormTheyArrive() {
    Wire wire = wire("!app.*");
    for (Object value :
        List.of(
            new Model.Order(1, "x"),
            Model.Size.LARGE,
            new Model.Customer("x"),
            Model.greeting("x"),
            Model.Order.class,
            new Model.Order[1],
            new Box(new Model.Order(1, "x")),
            List.of(Model.Size.LARGE))) {
      assertRefused(wire, value);
    }
    assertThat(wire.send(new Box("x"))).isEqualTo(new Box("x"));
  }

  @Test
  void refusesWhatIsTooLong() {
    Wire wire = wire("maxarray=10");
    assertRefused(wire, new Object[11]);
    assertRefused(wire, new int[11]);
    assertRefused(wire, new long[10_000]);
    assertRefused(wire, new ArrayList<>(Collections.nCopies(11, 1)));
    assertRefused(wire, new Box(new Object[11]));
    TreeMap<Integer, Integer> many = new TreeMap<>();
    for (int i = 0; i < 11; i++) {
      many.put(i, i);
    }
    assertRefused(wire, new HashMap<>(many));
    assertThat(wire.send(new ArrayList<>(List.of(1, 2)))).isEqualTo(List.of(1, 2));
  }
}
