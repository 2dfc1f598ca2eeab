package dev.brood.system.start.forked;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What a forked child must find. Runs in the child. */
public final class Checks {
  private Checks() {}

  /** The plain fields. */
  public static void fields() {
    assertThat(World.counter).isEqualTo(42);
    assertThat(World.big).isEqualTo(1L << 40);
    assertThat(World.flag).isTrue();
    assertThat(World.letter).isEqualTo('z');
    assertThat(World.real).isEqualTo(Math.PI);
    assertThat(World.bytes).containsExactly(1, 2, 3);
    assertThat(World.matrix).isDeepEqualTo(new int[][] {{1}, {2, 3}, {}});
    assertThat(World.bits).containsExactly(true, false, true);
    assertThat(World.text).isEqualTo("second");
    assertThat(World.COMPUTED).isEqualTo(42);
    assertThat(World.CACHE).containsExactly(Map.entry("key", "value"));
    assertThat(World.thread).isNull();
    assertThat(World.CONSTANT).isEqualTo(7);
  }

  /** That initializers ran only in the parent. */
  public static void initializers() {
    assertThat(World.initialized).isEqualTo(1);
    assertThat(System.getProperty("world.initializations")).isEqualTo("1");
    assertThat(World.Untouched.where).endsWith(" " + ProcessHandle.current().pid());
    assertThat(World.Fresh.value).isEqualTo(1);
    assertThat(World.afterForkRan).isTrue();
  }

  /** That what is one object there is one object here. */
  public static void identity() {
    assertThat(World.other).isSameAs(World.node);
    assertThat(World.node.next.next).isSameAs(World.node);
    assertThat(World.node.name).isEqualTo("a");
    assertThat(World.node.weight).isEqualTo(9);
    assertThat(World.node.lock()).isNotNull();
    assertThat(World.self).isSameAs(World.things);
    assertThat(World.things.getLast()).isSameAs(World.things);
    assertThat(World.maps.get("self")).isSameAs(World.maps);
  }

  /** Objects of the JDK. */
  public static void library() {
    assertThat(World.LOCK.isLocked()).isFalse();
    assertThat(World.LOCK.tryLock()).isTrue();
    World.LOCK.unlock();
    synchronized (World.MONITOR) {
      assertThat(World.ATOMIC.get()).isEqualTo(5);
    }
    assertThat(World.ADDER.sum()).isEqualTo(11);
    Random expected = new Random(42);
    expected.nextInt();
    assertThat(World.RANDOM.nextInt()).isEqualTo(expected.nextInt());
    assertThat(World.PATTERN.matcher("aab").matches()).isTrue();
    assertThat(World.LOGGER.getName()).isEqualTo("world");
    assertThat(World.STARTER).isSameAs(Thread.currentThread());
    assertThat(World.CHARSET).isSameAs(StandardCharsets.UTF_16);
    assertThat(World.SUPPLIER.get()).isSameAs(World.EMPTY);
  }

  /** Enums. */
  public static void enums() {
    assertThat(World.favourite).isSameAs(World.Color.GREEN);
    assertThat(World.Color.GREEN.mixed).isEqualTo(4);
    assertThat(World.Color.GREEN.code()).isEqualTo(2);
    assertThat(World.Color.used).isEqualTo(8);
  }

  /** Collections. */
  @SuppressWarnings("unchecked")
  public static void collections() {
    assertThat((Set<Object>) World.maps.get("keys")).contains(World.maps.get("key"));
    assertThat(((Map<String, World.Node>) World.maps.get("concurrent")).get("n"))
        .isSameAs(World.node);
    var sorted = (SortedMap<World.Node, String>) World.maps.get("sorted");
    assertThat(sorted.values()).containsExactly("1", "2");
    assertThat(sorted.comparator()).isSameAs(World.BY_NAME);
    assertThat(((Map<Object, Object>) World.maps.get("colors")).get(World.Color.RED))
        .isSameAs(World.node);
    var identities = (Map<Object, Object>) World.maps.get("identities");
    assertThat(identities.get(World.node)).isEqualTo("node");
    assertThat(identities.get(World.Color.RED)).isEqualTo("red");
    assertThat(((Map<Object, Object>) World.maps.get("weak")).get(World.node)).isEqualTo("weak");
    assertThat(((List<World.Node>) World.maps.get("fixed")).getFirst()).isSameAs(World.node);
    World.CACHE.put("later", "seen");
    assertThat((Map<String, String>) World.maps.get("view")).containsEntry("later", "seen");
    var lru = (Map<String, World.Node>) World.maps.get("lru");
    assertThat(lru.keySet()).containsExactly("2", "3");
    lru.put("4", World.node);
    assertThat(lru.keySet()).containsExactly("3", "4");
    assertThat(((Properties) World.maps.get("properties")).getProperty("p")).isEqualTo("q");
  }

  /** Values of many kinds. */
  @SuppressWarnings("unchecked")
  public static void things() {
    List<Object> things = World.things;
    World.Pair pair = (World.Pair) things.get(0);
    assertThat(pair.left()).isSameAs(pair.right()).isSameAs(World.node);
    assertThat(pair.sum()).isEqualTo(3);
    assertThat(things.get(1)).isEqualTo(LocalDate.of(2026, 11, 21));
    assertThat(things.get(2)).isEqualTo(BigInteger.TWO.pow(100));
    assertThat(((Optional<Object>) things.get(3)).orElseThrow()).isSameAs(World.node);
    assertThat(things.get(4)).isEqualTo(Path.of("/tmp/x"));
    assertThat(things.get(5)).isSameAs(World.Color.class);
    assertThat(things.get(6)).isSameAs(int[].class);
    assertThat(((AtomicReference<Object>) things.get(7)).get()).isSameAs(World.node);
    assertThat(((UnaryOperator<Integer>) things.get(8)).apply(1)).isEqualTo(6);
    assertThat((Object[]) things.get(9)).containsExactly(World.node, "x", 1, 2L, 3.0, 'c', null);
    assertThat((Exception) things.get(10)).hasMessage("boom");
    assertThat(things.get(11)).hasToString("anonymous a");
    assertThat(things.get(12)).isSameAs(System.err);
  }

  /** A class that had to initialize itself again. */
  public static void formats() {
    assertThat(World.Formats.DAY.format(LocalDate.of(2026, 11, 21))).isEqualTo("21.11.2026");
    assertThat(World.Formats.LOCAL.get()).isEmpty();
    assertThat(World.Formats.UPPER.apply("x")).isEqualTo("x!");
    assertThat(World.Formats.LOWER.apply("x")).isEqualTo("x?");
    assertThat(World.Formats.used).isEqualTo(6);
    assertThat(World.Formats.ALL)
        .containsExactly(World.Formats.DAY, World.Formats.UPPER, World.Formats.LOWER);
  }
}
