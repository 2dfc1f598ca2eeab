package dev.brood.internal.codec;

import static dev.brood.internal.codec.Wire.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.function.SerializableSupplier;
import dev.brood.internal.codec.Samples.Box;
import dev.brood.internal.codec.Samples.Lambdas;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class LambdaTest {
  @Test
  void withoutCapturedVariables() {
    SerializableFunction<Integer, Integer> square = x -> x * x;
    assertThat(roundTrip(square).apply(7)).isEqualTo(49);
    Wire wire = new Wire();
    assertThat(wire.send(square)).isSameAs(wire.send(square));
  }

  @Test
  void withCapturedVariablesOfEveryType() {
    boolean z = true;
    byte b = 1;
    char c = 'c';
    short s = 2;
    int i = 3;
    long j = 4;
    float f = 5;
    double d = 6;
    String text = "t";
    int[] array = {8};
    Integer boxed = null;
    SerializableCallable<String> all =
        () -> "" + z + b + c + s + i + j + f + d + text + array[0] + boxed;
    assertThat(call(roundTrip(all))).isEqualTo("true1c2345.06.0t8null");
  }

  private static <T> T call(SerializableCallable<T> callable) {
    try {
      return callable.call();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void evaluatedManyTimesWithOneShape() {
    Wire wire = new Wire();
    for (int i = 0; i < 3; i++) {
      int captured = i;
      SerializableSupplier<Integer> supplier = () -> captured;
      assertThat(((SerializableSupplier<?>) wire.send(supplier)).get()).isEqualTo(i);
      assertThat(wire.writer.shapeCount()).isEqualTo(1);
      assertThat(wire.writer.sink().size()).isLessThan(8);
    }
  }

  @Test
  void calledWithAnyArgument() {
    List<Object> arguments = new ArrayList<>(List.of(1, 70_000L, 0.5, "text", true, 'c'));
    arguments.addAll(List.of(List.of(1, 2), Optional.empty(), new Samples.Point(3, 4)));
    arguments.add(null);
    Wire wire = new Wire();
    SerializableFunction<Object, Object> same = x -> x;
    for (int times = 0; times < 2; times++) {
      for (Object argument : arguments) {
        var called = (CalledFunction<?, ?>) wire.send(new CalledFunction<>(same, argument));
        assertThat(called.call()).isEqualTo(argument);
        assertThat(wire.writer.shapeCount()).isPositive();
      }
    }
    int[] large = new int[20_000];
    large[19_999] = 7;
    assertThat(roundTrip(new CalledFunction<>(same, large)).call()).isEqualTo(large);
  }

  @Test
  void calledWithAnArgumentThatItHasCaptured() {
    int[] shared = {1};
    SerializableFunction<int[], Integer> change = x -> ++x[0] + shared[0];
    assertThat(roundTrip(new CalledFunction<>(change, shared)).call()).isEqualTo(4);
    assertThat(roundTrip(new CalledFunction<>(change, new int[] {1})).call()).isEqualTo(3);
  }

  @Test
  void calledWithWhatCannotBeSent() {
    SerializableFunction<Object, Object> same = x -> x;
    Wire wire = new Wire();
    wire.send(same);
    assertThatThrownBy(() -> wire.send(new CalledFunction<>(same, new Samples.NotMarked(1))))
        .isInstanceOf(NotSendableException.class)
        .hasMessageStartingWith("value.argument: ");
    assertThat(((CalledFunction<?, ?>) wire.send(new CalledFunction<>(same, 5))).call())
        .isEqualTo(5);
  }

  @Test
  void calledButNoFunctionAnyMore() {
    assertThatThrownBy(() -> roundTrip(new CalledFunction<>(new TurnsIntoText(), 1)))
        .isInstanceOf(NotReceivableException.class);
  }

  private static final class TurnsIntoText implements SerializableFunction<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer apply(Integer x) {
      return x;
    }

    private Object readResolve() {
      return "text";
    }
  }

  @Test
  void theDescriptionOfTheShapeComesOncePerMessage() {
    Wire wire = new Wire();
    SerializableFunction<Integer, Integer> f = x -> x + 1;
    SerializableFunction<Integer, Integer> g = x -> x + 2;
    wire.send(List.of(f, g, f, g));
    assertThat(wire.writer.shapeCount()).isEqualTo(2);
  }

  @Test
  void capturingThis() {
    assertThat(roundTrip(new Lambdas(5).capturingThis()).apply(1)).isEqualTo(6);
  }

  @Test
  void inAnInnerClass() {
    Lambdas.Inner inner = new Lambdas(5).new Inner();
    assertThat(call(roundTrip(inner.lambda(2)))).isEqualTo(7);
  }

  @Test
  void inAnInterface() {
    class Here implements Samples.WithLambda, Serializable {
      private static final long serialVersionUID = 1L;
    }

    assertThat(roundTrip(new Here().lambda("x")).apply("y")).isEqualTo("xy");
  }

  @Test
  void generic() {
    assertThat(roundTrip(Samples.<String>generic(1)).apply(List.of("a", "b"))).isEqualTo("b");
  }

  @Test
  void methodReferences() {
    SerializableFunction<Integer, Integer> ofStatic = Lambdas::twice;
    SerializableFunction<String, Integer> unbound = String::length;
    SerializableBiFunction<Lambdas, Integer, Integer> unboundTwo = Lambdas::plus;
    SerializableFunction<Integer, Lambdas> constructor = Lambdas::new;
    SerializableFunction<Integer, int[]> arrayConstructor = int[]::new;
    SerializableSupplier<String> bound = "abc"::toUpperCase;
    SerializableFunction<Integer, String> ofJdk = Integer::toHexString;
    assertThat(roundTrip(ofStatic).apply(3)).isEqualTo(6);
    assertThat(roundTrip(unbound).apply("four")).isEqualTo(4);
    assertThat(roundTrip(unboundTwo).apply(new Lambdas(1), 2)).isEqualTo(3);
    assertThat(roundTrip(constructor).apply(4).base).isEqualTo(4);
    assertThat(roundTrip(arrayConstructor).apply(4)).hasSize(4);
    assertThat(roundTrip(bound).get()).isEqualTo("ABC");
    assertThat(roundTrip(ofJdk).apply(255)).isEqualTo("ff");
    assertThat(roundTrip(new Lambdas(3).boundReference()).apply(4)).isEqualTo(7);
  }

  @Test
  void lambdasInsideOfLambdas() {
    int offset = 3;
    SerializableFunction<Integer, Integer> inner = x -> x + offset;
    SerializableFunction<Integer, Integer> outer = x -> inner.apply(x) * 2;
    assertThat(roundTrip(outer).apply(1)).isEqualTo(8);
  }

  @Test
  void intersectionTypes() {
    IntBinaryOperator plus = (IntBinaryOperator & Serializable) (a, b) -> a + b;
    assertThat(roundTrip(plus).applyAsInt(1, 2)).isEqualTo(3);
  }

  @Test
  void composedByTheJdk() {
    SerializableFunction<Integer, Integer> f = x -> x + 1;
    Function<Integer, Integer> composed = roundTrip(f).andThen(x -> x * 2);
    assertThat(composed.apply(1)).isEqualTo(4);
  }

  @Test
  void capturedMutableObjectsStayShared() {
    List<Integer> list = new ArrayList<>();
    SerializableRunnable add = () -> list.add(1);
    SerializableSupplier<Integer> count = list::size;
    List<Object> back = roundTrip(List.of(add, count));
    ((SerializableRunnable) back.get(0)).run();
    assertThat(((SerializableSupplier<?>) back.get(1)).get()).isEqualTo(1);
  }

  @Test
  void withACapturedObjectOfAnyClass() {
    Box box = new Box("in the box");
    SerializableSupplier<Object> supplier = () -> box.content;
    Wire wire = new Wire();
    assertThat(((SerializableSupplier<?>) wire.send(supplier)).get()).isEqualTo("in the box");
    assertThat(wire.writer.shapeCount()).as("only the box goes through the JDK").isEqualTo(1);
  }

  @Test
  void inAnObjectOfAnyClass() {
    SerializableSupplier<Integer> supplier = () -> 4;
    Box back = roundTrip(new Box(List.of(supplier, supplier)));
    assertThat((List<?>) back.content).hasSize(2);
    assertThat(((SerializableSupplier<?>) ((List<?>) back.content).get(1)).get()).isEqualTo(4);
  }

  /** As for a class whose package is not open to us. */
  @Test
  void evaluatedByTheJdk() throws Exception {
    Box box = new Box("x");
    SerializableSupplier<String> supplier = () -> box.content + "y";
    Wire wire = new Wire();
    wire.send(supplier);
    LocalLambda local = wire.shapes.lambdaAt(wire.writer.shape(0).id());
    Object made = local.makeThroughJdk(new Object[] {box});
    box.content = "z";
    assertThat(((SerializableSupplier<?>) made).get()).isEqualTo("zy");
  }

  @Test
  void localAndAnonymousClasses() {
    SerializableSupplier<Integer> anonymous = anonymous(6);
    assertThat(roundTrip(anonymous).get()).isEqualTo(6);
  }

  @SuppressWarnings("serial")
  private static SerializableSupplier<Integer> anonymous(int value) {
    return new SerializableSupplier<>() {
      @Override
      public Integer get() {
        return value;
      }
    };
  }

  @Test
  void thatCallsAMethodOfACompactSourceFile() throws Exception {
    assertThat(roundTrip(functionOf("CompactSource")).apply(4)).isEqualTo(8);
  }

  @Test
  void thatUsesAFieldOfACompactSourceFile() throws Exception {
    SerializableFunction<Integer, Integer> function = functionOf("CompactSourceWithField");
    assertThatThrownBy(() -> roundTrip(function))
        .isInstanceOf(NotSendableException.class)
        .hasMessageContaining("captured `this` of the lambda in CompactSourceWithField")
        .hasMessageContaining("declare the fields static");
  }

  @SuppressWarnings("unchecked") // Nothing can import what is in no package.
  private static SerializableFunction<Integer, Integer> functionOf(String program)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(program);
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method function = type.getDeclaredMethod("function");
    function.setAccessible(true);
    return (SerializableFunction<Integer, Integer>) function.invoke(constructor.newInstance());
  }
}
