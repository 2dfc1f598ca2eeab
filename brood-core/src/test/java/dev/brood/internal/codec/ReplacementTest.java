package dev.brood.internal.codec;

import static dev.brood.internal.codec.Wire.roundTrip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProtocolException;
import dev.brood.function.SerializableCallable;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Objects that put something else in their place. */
@NullUnmarked
class ReplacementTest {

  /** What is shared: a number stands for it, and there is one of each number. */
  static class Shared implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    final transient int number;
    final transient List<Object> inside;
    static int sent;
    static int arrived;

    Shared(int number, Object... inside) {
      this.number = number;
      this.inside = new ArrayList<>(List.of(inside));
    }

    @Serial
    protected Object writeReplace() {
      sent++;
      return new Handle(number, inside.isEmpty() ? null : inside);
    }

    private record Handle(int number, List<Object> inside) implements Serializable {
      @Serial
      private Object readResolve() throws InvalidObjectException {
        arrived++;
        if (number < 0) {
          throw new InvalidObjectException("number=" + number);
        }
        Shared made = new Shared(number);
        if (inside != null) {
          made.inside.addAll(inside);
        }
        return number == 0 ? null : made;
      }
    }
  }

  static final class Inheriting extends Shared {
    @Serial private static final long serialVersionUID = 1L;

    Inheriting(int number) {
      super(number);
    }
  }

  static class Hiding implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private Object writeReplace() {
      return "hidden";
    }
  }

  static final class NotInheriting extends Hiding {
    @Serial private static final long serialVersionUID = 1L;
    int value = 4;
  }

  /** A list that is somewhere else. */
  static final class Elsewhere extends AbstractList<Object> implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public Object get(int index) {
      throw new IllegalStateException("nobody is to look inside");
    }

    @Override
    public int size() {
      return 1;
    }

    @Serial
    private Object writeReplace() {
      return new Interned("one");
    }
  }

  static final class Various implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    final transient Object instead;

    Various(Object instead) {
      this.instead = instead;
    }

    @Serial
    private Object writeReplace() throws NotSerializableException {
      if (instead instanceof Exception) {
        throw new NotSerializableException("not today");
      }
      return instead;
    }
  }

  record Interned(String name) implements Serializable {
    static final Interned ONE = new Interned("one");

    @Serial
    private Object readResolve() {
      return name.equals("one") ? ONE : this;
    }
  }

  private static boolean hasJdkPart(Object value) {
    ValueWriter writer = new ValueWriter();
    writer.write(value, "value");
    byte[] bytes = writer.sink().toByteArray();
    return new String(bytes, ISO_8859_1).contains("\u00ac\u00ed");
  }

  @Test
  void aRecordStandsForAnObjectWithoutJdkSerialization() {
    Shared shared = new Shared(7);
    SerializableCallable<Object> task = () -> shared;
    assertThat(hasJdkPart(List.of(shared, new ArrayList<>(List.of(1)), task))).isFalse();
    assertThat(roundTrip(shared).number).isEqualTo(7);
    assertThat(new Wire().send(new Inheriting(8)).getClass()).isEqualTo(Shared.class);
  }

  @Test
  void oneObjectStaysOne() throws Exception {
    Shared shared = new Shared(7);
    SerializableCallable<Object> task = () -> shared;
    Shared.sent = 0;
    Shared.arrived = 0;
    List<Object> back = roundTrip(List.of(shared, new Shared(8, shared), shared, task));
    assertThat(Shared.sent).isEqualTo(2);
    assertThat(Shared.arrived).isEqualTo(2);
    Shared first = (Shared) back.get(0);
    Shared second = (Shared) back.get(1);
    assertThat(second.inside).hasSize(1);
    assertThat(second.inside.get(0)).isSameAs(first);
    assertThat(back.get(2)).isSameAs(first);
    assertThat(((SerializableCallable<?>) back.get(3)).call()).isSameAs(first);
  }

  @Test
  void eachValueStandsAlone() {
    Wire wire = new Wire();
    Shared shared = new Shared(7);
    Object first = wire.send(List.of(shared, shared));
    assertThat(wire.send(shared)).isInstanceOf(Shared.class).isNotSameAs(first);
  }

  @Test
  void anObjectThatHoldsItselfIsAsInTheJdk() {
    Shared own = new Shared(7);
    own.inside.add(own);
    assertThat(roundTrip(own).number).isEqualTo(7);
  }

  @Test
  void whatStandsForNothingIsNothing() {
    assertThat(roundTrip(new ArrayList<Object>(List.of(new Shared(0), 1))))
        .containsExactly(null, 1);
  }

  @Test
  void privateMethodsAreNotInherited() {
    assertThat(new Wire().send(new Hiding())).isEqualTo("hidden");
    assertThat(roundTrip(new NotInheriting()).value).isEqualTo(4);
  }

  @Test
  void anythingMayBePutInTheirPlace() {
    for (int round = 0; round < 2; round++) {
      assertThat(new Wire().send(new Various(null))).isNull();
      assertThat(new Wire().send(new Various("text"))).isEqualTo("text");
      Object list = new ArrayList<>(List.of(1));
      Various twice = new Various(list);
      List<?> back = (List<?>) new Wire().send(List.of(twice, twice));
      assertThat(back).hasSize(2).allMatch(list::equals);
      assertThat(back.get(0)).isSameAs(back.get(1));
    }
  }

  @Test
  void theSenderMayRefuse() {
    Various refusing = new Various(new Exception());
    assertThatThrownBy(() -> roundTrip(List.of(refusing)))
        .isInstanceOf(NotSendableException.class)
        .hasMessageContaining("not today");
  }

  @Test
  void theReceiverMayRefuse() {
    Wire wire = new Wire();
    assertThatThrownBy(() -> wire.send(List.of(new Shared(-1))))
        .isInstanceOf(NotReceivableException.class)
        .hasMessageContaining("number=-1");
    assertThat(wire.send(5)).isEqualTo(5);
  }

  @Test
  void aRecordMayStandForAnother() {
    assertThat(roundTrip(new Interned("one"))).isSameAs(Interned.ONE);
    assertThat(roundTrip(new Interned("two"))).isEqualTo(new Interned("two"));
    assertThat(hasJdkPart(new Interned("one"))).isFalse();
  }

  @Test
  void aCollectionMayPutARecordInItsPlace() {
    assertThat(hasJdkPart(new Elsewhere())).isFalse();
    assertThat(new Wire().send(new Elsewhere())).isSameAs(Interned.ONE);
  }

  @Test
  void theFilterIsAskedAboutWhatARecordStandsFor() {
    ObjectInputFilter handlesOnly =
        info ->
            info.serialClass() == Shared.class
                ? ObjectInputFilter.Status.REJECTED
                : ObjectInputFilter.Status.UNDECIDED;
    Wire wire = new Wire(Wire.class.getClassLoader(), handlesOnly);
    assertThatThrownBy(() -> wire.send(new Shared(1)))
        .isInstanceOf(NotReceivableException.class)
        .hasMessageContaining("Shared; refused by the filter");
  }

  @Test
  void aClosedRecordMayStandForAnything() throws Exception {
    assertThat(new ClosedRecord(Interned.class).newRecord(new Object[] {"one"}))
        .isSameAs(Interned.ONE);
    record Text(String text) implements Serializable {
      @Serial
      private Object readResolve() {
        return text + "!";
      }
    }
    assertThat(new ClosedRecord(Text.class).newRecord(new Object[] {"a"})).isEqualTo("a!");
  }

  @Test
  void whatFollowsAnObjectThatCannotBeRebuiltIsRead() {
    Wire wire = new Wire();
    wire.writer.write(List.of(new Shared(1), new Shared(-1), new Shared(1)), "first");
    wire.writer.write("next", "second");
    wire.deliver();
    assertThatThrownBy(wire.reader::read).isInstanceOf(NotReceivableException.class);
    assertThat(wire.reader.read()).isEqualTo("next");
  }

  @Test
  void aReferenceToNothingIsDamage() {
    Wire wire = new Wire();
    wire.writer.sink().putByte(Tag.REPLACED_BEFORE);
    wire.writer.sink().putLength(0);
    wire.deliver();
    assertThatThrownBy(wire.reader::read)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("index=0");
  }
}
