package dev.brood.internal.codec;

import static dev.brood.internal.codec.Wire.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotSendableException;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.codec.Samples.Color;
import dev.brood.internal.codec.Samples.Point;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The 24 cases by which codecs were compared before this one was written. */
@NullUnmarked
class SurvivalTableTest {
  @Test
  void case01CapturingLambda() {
    int offset = 40;
    SerializableFunction<Integer, Integer> plus = x -> x + offset;
    assertThat(roundTrip(plus).apply(2)).isEqualTo(42);
  }

  @Test
  void case02MethodReference() {
    SerializableFunction<String, Integer> length = String::length;
    assertThat(roundTrip(length).apply("abc")).isEqualTo(3);
  }

  @Test
  void case03ListOfLambdas() {
    SerializableFunction<Integer, Integer> twice = x -> x * 2;
    List<SerializableFunction<Integer, Integer>> list = new ArrayList<>(List.of(twice, x -> x + 1));
    assertThat(roundTrip(list)).extracting(each -> each.apply(5)).containsExactly(10, 6);
  }

  @Test
  void case04Record() {
    assertThat(roundTrip(new Point(1, 2))).isEqualTo(new Point(1, 2));
  }

  @Test
  void case05EnumWithBody() {
    assertThat(roundTrip(Color.GREEN)).isSameAs(Color.GREEN);
  }

  @Test
  void case06CyclicGraph() {
    Samples.Node first = Samples.Node.chain(3);
    first.next.next.next = first;
    Samples.Node back = roundTrip(first);
    assertThat(back.next.next.next).isSameAs(back);
  }

  @Test
  void case07SelfContainingArray() {
    Object[] array = new Object[1];
    array[0] = array;
    assertThat(roundTrip(array)).satisfies(back -> assertThat(back[0]).isSameAs(back));
  }

  @Test
  void case08SharedReferences() {
    List<Integer> shared = new ArrayList<>(List.of(1));
    List<List<Integer>> back = roundTrip(new ArrayList<>(List.of(shared, shared)));
    assertThat(back.get(0)).isSameAs(back.get(1));
  }

  @Test
  void case09Externalizable() {
    Samples.External external = new Samples.External();
    external.value = 4;
    assertThat(roundTrip(external).value).isEqualTo(8);
  }

  @Test
  void case10ReadResolveSingleton() {
    assertThat(roundTrip(Samples.Single.INSTANCE)).isSameAs(Samples.Single.INSTANCE);
  }

  @Test
  void case11WriteReplaceProxy() {
    assertThat(roundTrip(new Samples.Proxied(4)).value).isEqualTo(5);
    assertThat(new Wire().send(new Samples.Replaced(4))).isEqualTo("instead");
  }

  @Test
  void case12WriteObjectReadObject() {
    Samples.Custom custom = new Samples.Custom();
    custom.value = 4;
    assertThat(roundTrip(custom).value).isEqualTo(5);
  }

  @Test
  void case13ExceptionWithCauseSuppressedAndStack() {
    Samples.OwnException exception =
        new Samples.OwnException("m", 7, new IllegalStateException("cause"));
    exception.addSuppressed(new ArithmeticException("suppressed"));
    Samples.OwnException back = roundTrip(exception);
    assertThat(back.code).isEqualTo(7);
    assertThat(back).hasMessage("m").hasRootCauseMessage("cause");
    assertThat(back.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("suppressed");
    assertThat(back.getStackTrace()).isEqualTo(exception.getStackTrace());
  }

  @Test
  void case14ExecutionException() {
    ExecutionException back = roundTrip(new ExecutionException("m", new Exception("inner")));
    assertThat(back).hasMessage("m").hasRootCauseMessage("inner");
  }

  @Test
  void case15JavaTime() {
    List<Object> times =
        List.of(
            Instant.now(),
            LocalDateTime.now(ZoneId.systemDefault()),
            ZonedDateTime.now(ZoneId.of("Europe/Paris")));
    assertThat(roundTrip(times)).isEqualTo(times);
  }

  @Test
  void case16ImmutableCollections() {
    List<Object> all =
        List.of(
            List.of(1, 2, 3),
            Set.of("a", "b"),
            Map.of(1, 2),
            Collections.unmodifiableList(new ArrayList<>(List.of(1))),
            Collections.emptyList());
    List<Object> back = roundTrip(all);
    assertThat(back).isEqualTo(all);
    for (int i = 0; i < all.size(); i++) {
      assertThat(back.get(i)).hasSameClassAs(all.get(i));
    }
  }

  @Test
  void case17TreeMapWithComparator() {
    Comparator<String> byLength =
        (Comparator<String> & Serializable) (a, b) -> Integer.compare(a.length(), b.length());
    TreeMap<String, Integer> map = new TreeMap<>(byLength);
    map.put("aa", 1);
    map.put("b", 2);
    TreeMap<String, Integer> back = roundTrip(map);
    assertThat(back).containsExactly(Map.entry("b", 2), Map.entry("aa", 1));
    assertThat(back.get("xx")).isEqualTo(1);
  }

  @Test
  void case18ConcurrentHashMap() {
    Map<String, Integer> map = new ConcurrentHashMap<>(Map.of("a", 1, "b", 2));
    assertThat(roundTrip(map)).isEqualTo(map).isInstanceOf(ConcurrentHashMap.class);
  }

  @Test
  void case19ElevenTypesOfTheJdk() throws Exception {
    BitSet bits = new BitSet();
    bits.set(77);
    List<Object> types =
        List.of(
            bits,
            EnumSet.of(Color.RED),
            new EnumMap<>(Map.of(Color.GREEN, 1)),
            new BigDecimal("1.50"),
            Locale.FRANCE,
            Currency.getInstance("EUR"),
            URI.create("http://localhost/x"),
            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    assertThat(roundTrip(types)).isEqualTo(types);
    assertThat(roundTrip(Pattern.compile("a+", Pattern.CASE_INSENSITIVE)).matcher("AA").matches())
        .isTrue();
    assertThat(roundTrip(new AtomicInteger(5)).get()).isEqualTo(5);
    assertThat(roundTrip(new Random(42)).nextInt()).isEqualTo(new Random(42).nextInt());
  }

  @Test
  void case20PrimitiveArrays() {
    Map<String, Object> arrays = new HashMap<>();
    arrays.put("small", new int[] {1, 2});
    arrays.put("large", new double[100_000]);
    Map<String, Object> back = roundTrip(arrays);
    assertThat((int[]) back.get("small")).containsExactly(1, 2);
    assertThat((double[]) back.get("large")).hasSize(100_000);
  }

  @Test
  void case21InnerClassLambda() throws Exception {
    assertThat(roundTrip(new Samples.Lambdas(5).new Inner().lambda(2)).call()).isEqualTo(7);
  }

  /** A handler that can be sent. */
  record Handler(String answer) implements InvocationHandler, Serializable {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return answer;
    }
  }

  /** An interface that is not public, so that the loader of the proxy must be the right one. */
  interface Asked {
    String ask();
  }

  @Test
  void case22DynamicProxy() {
    Asked proxy =
        (Asked)
            Proxy.newProxyInstance(
                Asked.class.getClassLoader(), new Class<?>[] {Asked.class}, new Handler("yes"));
    assertThat(((Asked) new Wire().send(proxy)).ask()).isEqualTo("yes");
  }

  /** Without Serializable. */
  static final class Plain {}

  @Test
  void case23NonSerializableClassIsRefused() {
    assertThatThrownBy(() -> roundTrip(new Plain())).isInstanceOf(NotSendableException.class);
    assertThatThrownBy(() -> roundTrip(new Samples.NotMarked(1)))
        .isInstanceOf(NotSendableException.class);
  }

  @Test
  void case24LinkedList20000Deep() {
    assertThat(roundTrip(Samples.Node.chain(20_000)).value).isEqualTo(19_999);
  }
}
