package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.jvm.JvmOptions;
import dev.brood.pool.Pool;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Large arrays and memory segments as arguments and results. The workers' heaps have room for what
 * is sent, but not for a serializer's copy of it.
 */
class LargeArgumentTest {
  private static final int NUMBERS = 8 << 20;

  private static Pool poolWithHeapFor64Megabytes() {
    return Pool.builder().workers(1).jvm(JvmOptions.defaults().withHeap("128m")).build();
  }

  private static double[] doubleFirst(double[] numbers) {
    numbers[0] *= 2;
    return numbers;
  }

  @Test
  void anArrayCrossesBothWaysWithoutACopy() {
    double[] numbers = new Random(3).doubles(NUMBERS).toArray();
    try (Pool pool = poolWithHeapFor64Megabytes()) {
      double[] back = pool.apply(array -> doubleFirst(array), numbers);
      assertThat(back).isNotSameAs(numbers);
      numbers[0] *= 2;
      assertThat(back).isEqualTo(numbers);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // an array inside an object is what is tested
  private record Image(String name, float[] pixels, MemorySegment mask) implements Serializable {}

  private static Image inverted(Image image) {
    float[] pixels = image.pixels;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 1 - pixels[i];
    }
    return new Image(image.name + " inverted", pixels, image.mask.asSlice(8).asReadOnly());
  }

  @Test
  void anArrayAndASegmentInAnObjectCrossBothWays() {
    float[] pixels = new float[NUMBERS / 2];
    pixels[5] = 0.25f;
    try (Pool pool = poolWithHeapFor64Megabytes();
        Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(1_000_003).fill((byte) 7);
      Image back = pool.apply(image -> inverted(image), new Image("tree", pixels, mask));
      assertThat(back.name).isEqualTo("tree inverted");
      assertThat(back.pixels).hasSize(pixels.length);
      assertThat(back.pixels[4]).isEqualTo(1);
      assertThat(back.pixels[5]).isEqualTo(0.75f);
      assertThat(back.mask.mismatch(mask.asSlice(8))).isEqualTo(-1);
    }
  }

  private static MemorySegment squares(MemorySegment numbers) {
    for (long i = 0; i < numbers.byteSize() / Long.BYTES; i++) {
      long number = numbers.getAtIndex(ValueLayout.JAVA_LONG, i);
      numbers.setAtIndex(ValueLayout.JAVA_LONG, i, number * number);
    }
    return numbers;
  }

  @Test
  void aSegmentArrivesAsACopyThatCanBeWritten() {
    long count = 3_000_000;
    try (Pool pool = poolWithHeapFor64Megabytes();
        Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(ValueLayout.JAVA_LONG, count);
      numbers.setAtIndex(ValueLayout.JAVA_LONG, count - 1, 12);
      MemorySegment back = pool.apply(segment -> squares(segment), numbers);
      assertThat(back.byteSize()).isEqualTo(numbers.byteSize());
      assertThat(back.getAtIndex(ValueLayout.JAVA_LONG, count - 1)).isEqualTo(144);
      assertThat(numbers.getAtIndex(ValueLayout.JAVA_LONG, count - 1)).isEqualTo(12);
    }
  }
}
