package dev.brood.internal.task;

import java.util.Arrays;

/** Items of a worker, as ranges that neither touch nor overlap, in order. Immutable. */
final class ItemRanges {

  private final long[] firsts;
  private final long[] lasts;

  private ItemRanges(long[] firsts, long[] lasts) {
    this.firsts = firsts;
    this.lasts = lasts;
  }

  static ItemRanges of(long first, long last) {
    return new ItemRanges(new long[] {first}, new long[] {last});
  }

  boolean contains(long item) {
    if (item > lasts[lasts.length - 1]) {
      return false;
    }
    int found = Arrays.binarySearch(firsts, item);
    int range = found >= 0 ? found : -found - 2;
    return range >= 0 && item <= lasts[range];
  }

  /** Returns these items and those of another range, without ranges that end before an item. */
  ItemRanges with(long first, long last, long item) {
    long[] newFirsts = new long[firsts.length + 1];
    long[] newLasts = new long[firsts.length + 1];
    int count = 0;
    int i = 0;
    for (; i < firsts.length && lasts[i] < first - 1; i++) {
      if (lasts[i] >= item) {
        newFirsts[count] = firsts[i];
        newLasts[count++] = lasts[i];
      }
    }
    newFirsts[count] = first;
    newLasts[count] = last;
    for (; i < firsts.length && firsts[i] <= last + 1; i++) {
      newFirsts[count] = Math.min(newFirsts[count], firsts[i]);
      newLasts[count] = Math.max(newLasts[count], lasts[i]);
    }
    count++;
    for (; i < firsts.length; i++) {
      newFirsts[count] = firsts[i];
      newLasts[count++] = lasts[i];
    }
    return new ItemRanges(Arrays.copyOf(newFirsts, count), Arrays.copyOf(newLasts, count));
  }
}
