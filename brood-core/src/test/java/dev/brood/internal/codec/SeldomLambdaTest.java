package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.function.SerializableSupplier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A lambda that came from an owner does the same before it is made and after. */
@NullUnmarked
@SuppressWarnings("serial") // lambdas that use private members are what is tested
class SeldomLambdaTest {

  /** More calls than are made without the lambda. */
  private static final int MANY = 1_000;

  private static List<Integer> sums;

  @SuppressWarnings("unchecked")
  private static <T> T receive(T lambda) {
    return (T) Wire.fromOwner().send(lambda);
  }

  private static boolean isLambda(Object object) {
    return object.getClass().isHidden();
  }

  private static int twice(int x) {
    return 2 * x;
  }

  @Test
  void aFunctionIsCalledWithWhatItCaptures() {
    int offset = 10;
    String text = "t";
    SerializableFunction<Integer, String> function = x -> text + (x + offset);
    SerializableFunction<Integer, String> received = receive(function);
    assertThat(isLambda(received)).isFalse();
    for (int i = 0; i < MANY; i++) {
      assertThat(received.apply(i)).isEqualTo("t" + (i + 10));
    }
  }

  @Test
  void whatIsCalledOftenIsMade() {
    Wire wire = Wire.fromOwner();
    SerializableFunction<Integer, Integer> function = x -> x + 1;
    @SuppressWarnings("unchecked")
    var received = (SerializableFunction<Integer, Integer>) wire.send(function);
    assertThat(wire.send(function)).isSameAs(received);
    for (int i = 0; i < MANY; i++) {
      assertThat(received.apply(i)).isEqualTo(i + 1);
    }
    int captured = 7;
    SerializableSupplier<SerializableCallable<Integer>> maker = () -> () -> captured;
    Object seldom = wire.send(maker.get());
    assertThat(isLambda(seldom)).isFalse();
    for (int i = 0; i < MANY; i++) {
      assertThat(call((SerializableCallable<?>) seldom)).isEqualTo(7);
    }
    // The next evaluation of the same expression is a lambda from the beginning.
    assertThat(isLambda(wire.send(maker.get()))).isTrue();
  }

  private static Object call(SerializableCallable<?> callable) {
    try {
      return callable.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachKindOfTaskIsOne() {
    SerializableBiFunction<Integer, Integer, Integer> sum = Integer::sum;
    SerializableBiFunction<Integer, Integer, Integer> difference = (x, y) -> x - y;
    SerializableRunnable append = () -> sums.add(1);
    sums = new ArrayList<>();
    var receivedSum = receive(sum);
    var receivedDifference = receive(difference);
    SerializableRunnable receivedAppend = receive(append);
    // A method of another class: that of a lambda is called, not any that a stream names.
    assertThat(isLambda(receivedSum)).isTrue();
    assertThat(isLambda(receivedDifference)).isFalse();
    assertThat(isLambda(receivedAppend)).isFalse();
    for (int i = 0; i < MANY; i++) {
      assertThat(receivedSum.apply(i, 1)).isEqualTo(i + 1);
      assertThat(receivedDifference.apply(i, 1)).isEqualTo(i - 1);
      receivedAppend.run();
    }
    assertThat(sums).hasSize(MANY);
  }

  private static final class Counter implements Serializable {
    private static final long serialVersionUID = 1L;
    private int count;

    private int next() {
      return ++count;
    }

    int overridable() {
      return count;
    }

    SerializableCallable<Integer> counting() {
      return () -> next();
    }

    SerializableCallable<Integer> reading() {
      return this::overridable;
    }
  }

  @Test
  void theObjectThatALambdaIsOfKeepsItsState() {
    SerializableCallable<Integer> received = receive(new Counter().counting());
    for (int i = 1; i <= MANY; i++) {
      assertThat(call(received)).isEqualTo(i);
    }
    // Which method that is depends on the object.
    assertThat(isLambda(receive(new Counter().reading()))).isTrue();
  }

  @Test
  void methodReferencesToo() {
    SerializableFunction<Integer, Integer> reference = SeldomLambdaTest::twice;
    SerializableFunction<Integer, Integer> received = receive(reference);
    assertThat(isLambda(received)).isFalse();
    SerializableCallable<Counter> constructor = Counter::new;
    assertThat(isLambda(receive(constructor))).isTrue();
    for (int i = 0; i < MANY; i++) {
      assertThat(received.apply(i)).isEqualTo(2 * i);
    }
  }

  @Test
  void whatTheBodyThrowsIsThrown() {
    SerializableCallable<Integer> failing =
        () -> {
          throw new IOException("of the body");
        };
    SerializableFunction<Integer, Integer> overflowing = x -> recurse(x);
    var received = receive(failing);
    var receivedOverflowing = receive(overflowing);
    for (int i = 0; i < MANY; i++) {
      assertThatThrownBy(received::call).isExactlyInstanceOf(IOException.class);
    }
    // Without end for all practical purposes.
    assertThatThrownBy(() -> receivedOverflowing.apply(1))
        .isExactlyInstanceOf(StackOverflowError.class);
  }

  private static int recurse(int x) {
    return x < 0 ? 0 : recurse(x + 1) + 1;
  }

  @Test
  @SuppressWarnings("unchecked")
  void anArgumentThatDoesNotFitIsRefusedAsByTheLambda() {
    SerializableFunction<Integer, Integer> function = SeldomLambdaTest::twice;
    SerializableFunction<Object, Object> received =
        (SerializableFunction<Object, Object>) Wire.fromOwner().send(function);
    for (int i = 0; i < MANY; i++) {
      assertThatThrownBy(() -> received.apply("text")).isInstanceOf(ClassCastException.class);
      assertThatThrownBy(() -> received.apply(null)).isInstanceOf(NullPointerException.class);
    }
    assertThat(received.apply(4)).isEqualTo(8);
  }

  @Test
  void sentOnItIsTheLambda() throws Exception {
    int captured = 3;
    SerializableFunction<Integer, Integer> function = x -> x + captured;
    SerializableFunction<Integer, Integer> received = receive(function);
    SerializableFunction<Integer, Integer> again = Wire.roundTrip(received);
    assertThat(isLambda(received)).isFalse();
    assertThat(isLambda(again)).isTrue();
    assertThat(again.apply(4)).isEqualTo(7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(received);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object read = in.readObject();
      assertThat(isLambda(read)).isTrue();
    }
  }

  @Test
  void whoIsNotTheOwnerCannotNameAMethod() {
    SerializableFunction<Integer, Integer> function = x -> x;
    assertThat(isLambda(Wire.roundTrip(function))).isTrue();
  }
}
