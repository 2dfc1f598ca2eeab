package dev.brood.benchmarks.rows.forked;

import java.util.HashMap;
import java.util.Map;

/** A table of small objects in a static field. None of it is serializable. */
public final class State {
  private static final Map<Integer, Entry> TABLE = new HashMap<>();

  private State() {}

  private static final class Entry {
    private final String name;
    private final long number;
    private final double share;

    Entry(int index) {
      name = "entry " + index;
      number = index;
      share = index / 2.0;
    }

    boolean isOf(int index) {
      return number == index && name.endsWith(" " + index) && share * 2 == index;
    }
  }

  /** Fills the table. */
  public static void fill(int entries) {
    TABLE.clear();
    for (int i = 0; i < entries; i++) {
      TABLE.put(i, new Entry(i));
    }
  }

  /** Checks that the table is here, in a child. */
  public static void check(int entries) {
    Entry last = TABLE.get(entries - 1);
    if (TABLE.size() != entries || last == null || !last.isOf(entries - 1)) {
      throw new IllegalStateException("entries=" + TABLE.size());
    }
  }
}
