package dev.brood.system.start.forked;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Things whose making runs code that needs others: static fields, contents, initializers. */
public final class Order {
  static @Nullable Id id;
  static final TreeMap<Version, String> VERSIONS = new TreeMap<>();
  static final Set<Money> MONEY = new TreeSet<>();
  static final Map<Salted, String> SALTED = new HashMap<>();
  static final List<Person> PEOPLE = new ArrayList<>();
  static final List<Tree> TREES = new ArrayList<>();
  static @Nullable Set<Member> members;
  static @Nullable Level level;
  static @Nullable Report report;

  private Order() {}

  /** Fills the fields, in the parent. */
  public static void change() {
    id = new Id("abc");
    VERSIONS.put(new Version(2), "two");
    VERSIONS.put(new Version(1), "one");
    MONEY.add(new Money(2, List.of("EUR")));
    MONEY.add(new Money(1, List.of("EUR")));
    Salted.salt = 17;
    SALTED.put(new Salted(1), "one");
    Person ann = new Person("ann");
    Person bob = new Person("bob");
    ann.friends.add(bob);
    bob.friends.add(ann);
    PEOPLE.addAll(List.of(ann, bob));
    Tree root = new Tree("root", null, new ArrayList<>());
    root.children().add(new Tree("leaf", root, new ArrayList<>()));
    TREES.add(root);
    Club club = new Club();
    club.members =
        Set.of(new Member("ann", club), new Member("bob", club), new Member("cyd", club));
    members = club.members;
    level = Level.LOW;
    report = new Report();
  }

  /** Checks them, in the child. */
  public static void check() {
    assertThat(id).isEqualTo(new Id("abc"));
    assertThat(VERSIONS.values()).containsExactly("one", "two");
    assertThat(MONEY).extracting(Money::cents).containsExactly(1L, 2L);
    assertThat(SALTED).containsEntry(new Salted(1), "one");
    Person ann = PEOPLE.getFirst();
    Person bob = PEOPLE.getLast();
    assertThat(ann.friends.contains(bob)).isTrue();
    assertThat(bob.friends.contains(ann)).isTrue();
    Tree root = TREES.getFirst();
    assertThat(root.children().getFirst().parent()).isSameAs(root);
    Set<Member> all = Objects.requireNonNull(members);
    assertThat(all).hasSize(3).allMatch(all::contains);
    assertThat(all).allSatisfy(each -> assertThat(each.things).hasSize(1));
    assertThat(all.iterator().next().things.iterator().next().members).isSameAs(all);
    assertThat(Objects.requireNonNull(level).number).isEqualTo(1);
    assertThat(Objects.requireNonNull(report).pages).isEqualTo(3);
    assertThat(Report.MONTH).isNotNull();
  }

  /** Its constructor asks a static field. */
  record Id(String text) {
    private static final Pattern LETTERS = Pattern.compile("[a-z]+");

    Id {
      if (!LETTERS.matcher(text).matches()) {
        throw new IllegalArgumentException(text);
      }
    }
  }

  /** Its order is in a static field. */
  static final class Version implements Comparable<Version> {
    private static final Comparator<Version> ORDER = Comparator.comparingInt(each -> each.major);
    final int major;

    Version(int major) {
      this.major = major;
    }

    @Override
    public int compareTo(Version other) {
      return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Version version && version.major == major;
    }

    @Override
    public int hashCode() {
      return major;
    }
  }

  /** A record that trees compare, and that copies what it is given. */
  record Money(long cents, List<String> tags) implements Comparable<Money> {
    private static final Comparator<Money> ORDER = Comparator.comparingLong(Money::cents);

    Money {
      tags = List.copyOf(tags);
    }

    @Override
    public int compareTo(Money other) {
      return ORDER.compare(this, other);
    }
  }

  /** Its hash code depends on a static field. */
  static final class Salted {
    static int salt;
    private final int number;

    Salted(int number) {
      this.number = number;
    }

    @Override
    public int hashCode() {
      return salt + number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Salted salted && salted.number == number;
    }
  }

  /** The name of a person. */
  record Name(String text) {}

  /** Hashed by a record, and in a circle of sets, which come before it among the fields. */
  static final class Person {
    final Set<Person> friends = new HashSet<>();
    final Name name;

    Person(String name) {
      this.name = new Name(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Person person && person.name.equals(name);
    }
  }

  /** Holds those that hold it. */
  static final class Club {
    Set<Member> members = Set.of();
  }

  /** In a set that cannot be changed, hashed by one that can, and that leads back. */
  static final class Member {
    final String name;
    final Set<Club> things = new HashSet<>();

    Member(String name, Club of) {
      this.name = name;
      things.add(of);
    }

    @Override
    public int hashCode() {
      return name.hashCode() + things.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Member member && member.name.equals(name);
    }
  }

  /** Holds the set that it is an element of, and is hashed by what needs the set. */
  public static final class Knot {
    private record Tie(String name, Set<Knot> all) {
      @Override
      public int hashCode() {
        return name.hashCode();
      }

      @Override
      public boolean equals(@Nullable Object other) {
        return other instanceof Tie tie && tie.name.equals(name);
      }
    }

    private Tie tie;

    private Knot(String name) {
      tie = new Tie(name, Set.of());
    }

    /** Returns three of them. */
    public static Set<Knot> three() {
      Knot one = new Knot("one");
      Set<Knot> all = Set.of(one, new Knot("two"), new Knot("three"));
      one.tie = new Tie("one", all);
      return all;
    }

    @Override
    public int hashCode() {
      return tie.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Knot knot && knot.tie.equals(tie);
    }
  }

  /** A record in a circle through a list. */
  record Tree(String name, @Nullable Tree parent, List<Tree> children) {}

  /** A record in a circle through a list that it copies. */
  public record CopyingTree(String name, @Nullable CopyingTree parent, List<CopyingTree> children) {
    /** Copies the list. */
    public CopyingTree {
      children = new ArrayList<>(children);
    }
  }

  /** What initializers ask. */
  static final class Settings {
    static final Map<String, String> VALUES = new HashMap<>(Map.of("low", "1", "month", "MM"));

    private Settings() {}
  }

  /** Initializes itself again, and asks another class then. */
  enum Level {
    LOW(Objects.requireNonNull(Settings.VALUES.get("low")));

    final int number;

    Level(String number) {
      this.number = Integer.parseInt(number);
    }
  }

  /** Initializes itself again, too. */
  static final class Report {
    static final DateTimeFormatter MONTH =
        DateTimeFormatter.ofPattern(Settings.VALUES.get("month"));
    int pages = 3;
  }
}
