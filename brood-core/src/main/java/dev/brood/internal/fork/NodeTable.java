package dev.brood.internal.fork;

import org.jspecify.annotations.Nullable;

/** The objects that were met, told apart by identity, each with its number in order. */
@SuppressWarnings("ReferenceEquality") // That is what it is for.
final class NodeTable {

  private @Nullable Object[] keys = new @Nullable Object[1 << 10];
  private int[] numbers = new int[1 << 10];
  private int size;

  /** Returns the number of an object, or -1 if it is not here. */
  int get(Object object) {
    int at = place(keys, object);
    return keys[at] == null ? -1 : numbers[at];
  }

  /** Adds an object that is not here and returns its number. */
  int add(Object object) {
    if (size * 2 >= keys.length) {
      grow();
    }
    int at = place(keys, object);
    keys[at] = object;
    numbers[at] = size;
    return size++;
  }

  int size() {
    return size;
  }

  private void grow() {
    @Nullable Object[] moreKeys = new @Nullable Object[keys.length * 2];
    int[] moreNumbers = new int[keys.length * 2];
    for (int i = 0; i < keys.length; i++) {
      Object key = keys[i];
      if (key != null) {
        int at = place(moreKeys, key);
        moreKeys[at] = key;
        moreNumbers[at] = numbers[i];
      }
    }
    keys = moreKeys;
    numbers = moreNumbers;
  }

  private static int place(@Nullable Object[] keys, Object object) {
    int mask = keys.length - 1;
    int at = ((System.identityHashCode(object) * 0x9E3779B9) >>> 7) & mask;
    while (keys[at] != null && keys[at] != object) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
