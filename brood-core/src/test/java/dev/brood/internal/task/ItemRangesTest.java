package dev.brood.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ItemRangesTest {

  @Test
  void containsWhatItIsMadeOf() {
    ItemRanges ranges = ItemRanges.of(3, 5);
    assertThat(ranges.contains(2)).isFalse();
    assertThat(ranges.contains(3)).isTrue();
    assertThat(ranges.contains(5)).isTrue();
    assertThat(ranges.contains(6)).isFalse();
  }

  @Test
  void aRangeInsideAnotherHidesNothingOfIt() {
    ItemRanges ranges = ItemRanges.of(5, 100).with(80, 80, 1);
    assertThat(ranges.contains(90)).isTrue();
  }

  @RepeatedTest(200)
  void isTheUnionOfItsRanges(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    BitSet expected = new BitSet();
    ItemRanges ranges = null;
    long passed = 0;
    for (int i = 0; i < 60; i++) {
      passed += random.nextInt(3);
      int first = (int) passed + random.nextInt(60);
      int last = first + random.nextInt(random.nextInt(4) == 0 ? 40 : 3);
      expected.set(first, last + 1);
      ranges = ranges == null ? ItemRanges.of(first, last) : ranges.with(first, last, passed);
      for (long item = passed; item < 300; item++) {
        assertThat(ranges.contains(item)).as("item %s", item).isEqualTo(expected.get((int) item));
      }
    }
  }
}
