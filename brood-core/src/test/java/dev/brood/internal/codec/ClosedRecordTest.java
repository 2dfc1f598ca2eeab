package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What it does with records in closed packages it does with others too. */
@NullUnmarked
class ClosedRecordTest {
  record Mixed(
      String text, int i, Object any, long j, boolean z, byte b, char c, short s, float f, double d)
      implements Serializable {}

  record Nested(Mixed mixed, List<String> list, Object array) implements Serializable {}

  record Checked(int positive) implements Serializable {
    Checked {
      if (positive <= 0) {
        throw new IllegalArgumentException("positive=" + positive);
      }
    }
  }

  record Empty() implements Serializable {}

  private static Object make(Class<?> type, Object... arguments) throws Exception {
    return new ClosedRecord(type).newRecord(arguments);
  }

  @Test
  void componentsOfAllTypes() throws Exception {
    Object any = new Object();
    assertThat(make(Mixed.class, "0", 1, any, 2L, true, (byte) 3, 'c', (short) 4, 5f, Double.NaN))
        .isEqualTo(new Mixed("0", 1, any, 2, true, (byte) 3, 'c', (short) 4, 5, Double.NaN));
  }

  @Test
  void theValuesThemselves() throws Exception {
    Mixed mixed = new Mixed(null, 1, null, 2, false, (byte) 3, 'c', (short) 4, 5, 6);
    List<String> list = List.of("a");
    int[] array = {7};
    Nested made = (Nested) make(Nested.class, mixed, list, array);
    assertThat(made.mixed()).isSameAs(mixed);
    assertThat(made.list()).isSameAs(list);
    assertThat(made.array()).isSameAs(array);
    assertThat(make(Nested.class, null, null, null)).isEqualTo(new Nested(null, null, null));
  }

  @Test
  void withoutComponents() throws Exception {
    assertThat(make(Empty.class)).isEqualTo(new Empty());
  }

  @Test
  void theConstructorMayRefuse() {
    assertThatThrownBy(() -> make(Checked.class, -1))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("positive=-1");
  }

  @Test
  void valuesOfAnotherTypeAreRefused() {
    assertThatThrownBy(() -> make(Nested.class, "text", null, null))
        .isInstanceOfAny(ClassCastException.class, InvalidObjectException.class);
  }
}
