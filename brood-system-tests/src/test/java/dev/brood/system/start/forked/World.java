package dev.brood.system.start.forked;

import dev.brood.jvm.AfterFork;
import dev.brood.jvm.NotForked;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Static state of many kinds, changed by {@link #change} in the parent. */
public final class World {
  static final int CONSTANT = 7;
  static final Map<String, String> CACHE = new HashMap<>();
  static final int COMPUTED = Integer.parseInt("40") + initialized();
  static final ReentrantLock LOCK = new ReentrantLock();
  static final Object MONITOR = new Object();
  static final AtomicInteger ATOMIC = new AtomicInteger(1);
  static final LongAdder ADDER = new LongAdder();
  static final Random RANDOM = new Random(42);
  static final Pattern PATTERN = Pattern.compile("a+(b)");
  static final Logger LOGGER = Logger.getLogger("world");
  static final Thread STARTER = Thread.currentThread();
  static final Charset CHARSET = StandardCharsets.UTF_16;
  static final List<?> EMPTY = List.of();
  static final Supplier<List<?>> SUPPLIER = () -> World.EMPTY;
  static final Comparator<Node> BY_NAME = Comparator.comparing(node -> node.name);

  static int initialized;
  static int counter;
  static long big = 1;
  static boolean flag;
  static char letter = 'a';
  static double real;
  static byte[] bytes = {};
  static int[] @Nullable [] matrix;
  static boolean[] bits = {};
  static String text = "first";
  static Node node = new Node("first");
  static Node other = node;
  static Map<Object, Object> maps = new LinkedHashMap<>();
  static List<Object> things = new ArrayList<>();
  static Color favourite = Color.RED;
  static @Nullable Object self;
  static @Nullable Object held;
  @NotForked static @Nullable Thread thread;
  static boolean afterForkRan;

  private World() {}

  private static int initialized() {
    initialized++;
    // A second run can be told from the first one.
    System.setProperty(
        "world.initializations", Integer.getInteger("world.initializations", 0) + 1 + "");
    return 2;
  }

  @AfterFork
  static void openAgain() {
    afterForkRan = true;
  }

  /** An object of a circle. Not serializable. */
  public static final class Node {
    public final String name;
    public @Nullable Node next;
    public transient int weight = 3;
    private final Object lock = new Object();

    public Node(String name) {
      this.name = name;
    }

    Object lock() {
      return lock;
    }
  }

  /** Not serializable; checks what it is made of. */
  public record Pair(Node left, Node right, int sum) {
    public Pair {
      if (left == null) {
        throw new NullPointerException("left");
      }
    }
  }

  /** With state that changes. */
  @SuppressWarnings("ImmutableEnumChecker")
  public enum Color {
    RED,
    GREEN {
      @Override
      int code() {
        return 2;
      }
    };

    static int used;
    int mixed;

    int code() {
      return 1;
    }
  }

  /** Not serializable. */
  record Limit(int most) {}

  /** A cache as they are often written. */
  static final class Lru extends LinkedHashMap<String, Node> {
    private static final long serialVersionUID = 1L;
    private final transient Limit limit = new Limit(2);

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Node> eldest) {
      return size() > limit.most();
    }
  }

  /** Equal by content, so a table must be filled after it. */
  public static final class Key {
    final List<String> parts = new ArrayList<>();

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.parts.equals(parts);
    }

    @Override
    public int hashCode() {
      return parts.hashCode();
    }
  }

  /** A class that nobody has touched when the child starts. */
  public static final class Untouched {
    static int initialized = 1;
    static String where = "initialized in pid " + ProcessHandle.current().pid();

    private Untouched() {}
  }

  /** Initialized again in the child, because of its constants; its other fields are copied. */
  static final class Formats {
    static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    static final ThreadLocal<List<String>> LOCAL = ThreadLocal.withInitial(ArrayList::new);
    static final Function<String, String> UPPER = text -> text + "!";
    static final Function<String, String> LOWER = text -> text + "?";
    static int used;
    static final List<Object> ALL = new ArrayList<>(List.of(DAY, UPPER, LOWER));

    private Formats() {}
  }

  /** Left out as a whole. */
  @NotForked
  static final class Fresh {
    static int value = 1;
    static final Thread THREAD = new Thread(() -> {});

    private Fresh() {}
  }

  /** Changes all there is. */
  public static void change() {
    counter = 42;
    big = 1L << 40;
    flag = true;
    letter = 'z';
    real = Math.PI;
    bytes = new byte[] {1, 2, 3};
    matrix = new int[][] {{1}, {2, 3}, {}};
    bits = new boolean[] {true, false, true};
    text = "second";
    node = new Node("a");
    node.next = new Node("b");
    node.next.next = node;
    node.weight = 9;
    other = node;
    CACHE.put("key", "value");
    LOCK.lock();
    ATOMIC.set(5);
    ADDER.add(11);
    RANDOM.nextInt();
    favourite = Color.GREEN;
    Color.GREEN.mixed = 4;
    Color.used = 8;
    thread = new Thread(() -> {});
    Formats.used = 6;
    Fresh.value = 2;
    changeCollections();
    changeThings();
  }

  private static void changeCollections() {
    Key key = new Key();
    Set<Key> keys = new HashSet<>();
    keys.add(key);
    keys.clear();
    key.parts.add("part");
    keys.add(key);
    maps.put("keys", keys);
    maps.put("key", key);
    maps.put("concurrent", new ConcurrentHashMap<>(Map.of("n", node)));
    TreeMap<Node, String> sorted = new TreeMap<>(BY_NAME);
    sorted.put(new Node("y"), "2");
    sorted.put(new Node("x"), "1");
    maps.put("sorted", sorted);
    EnumMap<Color, Node> colors = new EnumMap<>(Color.class);
    colors.put(Color.RED, node);
    maps.put("colors", colors);
    IdentityHashMap<Object, String> identities = new IdentityHashMap<>();
    identities.put(node, "node");
    identities.put(Color.RED, "red");
    maps.put("identities", identities);
    WeakHashMap<Node, String> weak = new WeakHashMap<>();
    weak.put(node, "weak");
    maps.put("weak", weak);
    maps.put("fixed", List.of(node, new Node("c")));
    maps.put("view", Collections.unmodifiableMap(CACHE));
    Lru lru = new Lru();
    lru.put("1", node);
    lru.put("2", node);
    lru.put("3", node);
    maps.put("lru", lru);
    Properties properties = new Properties();
    properties.setProperty("p", "q");
    maps.put("properties", properties);
    maps.put("self", maps);
  }

  private static void changeThings() {
    int captured = 5;
    Node free = node;
    things.add(new Pair(node, free, 3));
    things.add(LocalDate.of(2026, 11, 21));
    things.add(BigInteger.TWO.pow(100));
    things.add(Optional.of(node));
    things.add(Path.of("/tmp/x"));
    things.add(Color.class);
    things.add(int[].class);
    things.add(new AtomicReference<>(node));
    things.add((UnaryOperator<Integer>) number -> number + captured);
    things.add(new Object[] {node, "x", 1, 2L, 3.0, 'c', null});
    things.add(new Exception("boom"));
    things.add(
        new Object() {
          @Override
          public String toString() {
            return "anonymous " + free.name;
          }
        });
    things.add(System.err);
    self = things;
    things.add(self);
  }
}
