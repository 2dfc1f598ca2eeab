package dev.brood.internal.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The mutable objects that one value holds, told apart by identity.
 *
 * <p>The first few are compared one by one: asking an object for its identity hash for the first
 * time costs more than that.
 */
@SuppressWarnings("ReferenceEquality") // That is what it is for.
final class Identities {
  private static final int LINEAR = 12;

  /** A table above this size is let go after use. */
  private static final int KEPT = 1 << 12;

  private final @Nullable Object[] few = new @Nullable Object[LINEAR];
  private @Nullable Object @Nullable [] table;
  private int count;

  /** Returns false if the object was added before. */
  boolean add(Object object) {
    int known = count;
    if (known < LINEAR) {
      for (int i = 0; i < known; i++) {
        if (few[i] == object) {
          return false;
        }
      }
      few[known] = object;
      count = known + 1;
      return true;
    }
    return addToTable(object);
  }

  private boolean addToTable(Object object) {
    @Nullable Object[] slots = table;
    if (count == LINEAR) {
      if (slots == null) {
        slots = new @Nullable Object[64];
      }
      for (Object each : few) {
        if (each != null) {
          insert(slots, each);
        }
      }
    }
    if (slots == null) {
      throw new IllegalStateException("count=" + count + " without a table");
    }
    if (count * 2 >= slots.length) {
      @Nullable Object[] larger = new @Nullable Object[slots.length * 2];
      for (Object each : slots) {
        if (each != null) {
          insert(larger, each);
        }
      }
      slots = larger;
    }
    table = slots;
    if (!insert(slots, object)) {
      return false;
    }
    count++;
    return true;
  }

  private static boolean insert(@Nullable Object[] slots, Object object) {
    int mask = slots.length - 1;
    int at = ((System.identityHashCode(object) * 0x9E3779B9) >>> 7) & mask;
    while (true) {
      Object there = slots[at];
      if (there == object) {
        return false;
      }
      if (there == null) {
        slots[at] = object;
        return true;
      }
      at = (at + 1) & mask;
    }
  }

  int size() {
    return count;
  }

  /** Forgets all objects, so that none is kept alive from here. */
  void clear() {
    if (count == 0) {
      return;
    }
    Arrays.fill(few, null);
    if (count >= LINEAR && table != null) {
      if (table.length > KEPT) {
        table = null;
      } else {
        Arrays.fill(table, null);
      }
    }
    count = 0;
  }
}
