package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.memory.SharedByteArray;
import dev.brood.memory.SharedDoubleArray;
import dev.brood.memory.SharedIntArray;
import dev.brood.memory.SharedLongArray;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that processes share. */
class SharedArrayTest {

  /** Lengths on both sides of where an array gets a file of its own. */
  private static final int SMALL = 10;

  private static final int LARGE = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {SMALL, 512, 513, LARGE})
  void aChildSeesAndChangesTheElements(int length) throws InterruptedException {
    long[] numbers = new Random(1).longs(length, -1000, 1000).toArray();
    try (SharedLongArray array = SharedLongArray.of(numbers)) {
      assertThat(array.length()).isEqualTo(length);
      assertThat(array.get(3)).isEqualTo(numbers[3]);
      assertThat(array.toArray()).isEqualTo(numbers);
      JvmProcess.start(() -> sumUp(array)).join();
      Arrays.parallelPrefix(numbers, Long::sum);
      assertThat(array.toArray()).isEqualTo(numbers);
      assertThat(array.stream())
          .containsExactly(Arrays.stream(numbers).boxed().toArray(Long[]::new));
    }
  }

  private static void sumUp(SharedLongArray array) {
    for (long i = 1; i < array.length(); i++) {
      array.set(i, array.get(i - 1) + array.get(i));
    }
  }

  @Test
  void isZerosAlsoWhereMemoryWasUsedBefore() {
    for (int i = 0; i < 100; i++) {
      try (SharedIntArray small = SharedIntArray.create(SMALL);
          SharedIntArray large = SharedIntArray.create(LARGE / 10)) {
        assertThat(small.stream()).containsOnly(0);
        assertThat(large.stream().max()).hasValue(0);
        assertThat(large.stream().min()).hasValue(0);
        small.fill(7);
        large.fill(-7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void longsAreAtomic(int length) {
    try (SharedLongArray array = SharedLongArray.create(length)) {
      array.set(9, 10);
      assertThat(array.getAndSet(9, 20)).isEqualTo(10);
      assertThat(array.compareAndSet(9, 10, 1)).isFalse();
      assertThat(array.compareAndSet(9, 20, 30)).isTrue();
      assertThat(array.getAndAdd(9, 1L << 40)).isEqualTo(30);
      assertThat(array.addAndGet(9, -(1L << 40))).isEqualTo(30);
      assertThat(array.updateAndGet(9, value -> value * 2)).isEqualTo(60);
      assertThat(array.get(8)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void intsAreAtomic(int length) {
    try (SharedIntArray array = SharedIntArray.create(length)) {
      array.set(9, 10);
      assertThat(array.getAndSet(9, 20)).isEqualTo(10);
      assertThat(array.compareAndSet(9, 10, 1)).isFalse();
      assertThat(array.compareAndSet(9, 20, 30)).isTrue();
      assertThat(array.getAndAdd(9, 5)).isEqualTo(30);
      assertThat(array.addAndGet(9, -5)).isEqualTo(30);
      assertThat(array.updateAndGet(9, value -> value * 2)).isEqualTo(60);
      assertThat(array.get(8)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void doublesAreAtomic(int length) {
    try (SharedDoubleArray array = SharedDoubleArray.create(length)) {
      array.set(9, 1.5);
      assertThat(array.getAndSet(9, Double.NaN)).isEqualTo(1.5);
      assertThat(array.compareAndSet(9, 1.5, 1)).isFalse();
      assertThat(array.compareAndSet(9, Double.NaN, 3)).isTrue();
      assertThat(array.getAndAdd(9, 0.1)).isEqualTo(3);
      assertThat(array.addAndGet(9, 1)).isEqualTo(3 + 0.1 + 1);
      assertThat(array.updateAndGet(9, value -> -2.5)).isEqualTo(-2.5);
      assertThat(array.stream().sum()).isEqualTo(-2.5);
      array.fill(0.5);
      assertThat(array.stream().sum()).isEqualTo(length * 0.5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void partsAreCopied(int length) {
    byte[] bytes = new byte[length];
    new Random(2).nextBytes(bytes);
    try (SharedByteArray array = SharedByteArray.create(length)) {
      array.copyFrom(2, bytes, 1, 5);
      byte[] back = new byte[8];
      array.copyTo(1, back, 0, 8);
      assertThat(back).containsExactly(0, bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], 0, 0);
      array.copyFrom(bytes);
      assertThat(array.toArray()).isEqualTo(bytes);
      array.set(0, (byte) -128);
      assertThat(array.get(0)).isEqualTo((byte) -128);
      array.fill((byte) 3);
      assertThat(array.toArray()).containsOnly(3);
    }
  }

  @Test
  void aCopyIsIndependent() {
    try (SharedDoubleArray array = SharedDoubleArray.of(1.5, 2.5);
        SharedDoubleArray copy = SharedDoubleArray.of(array.toArray())) {
      array.set(0, 7);
      assertThat(copy.toArray()).containsExactly(1.5, 2.5);
    }
  }

  @Test
  void whatIsNotThereIsNotTouched() {
    try (SharedLongArray array = SharedLongArray.create(5);
        SharedLongArray empty = SharedLongArray.of()) {
      for (long index : new long[] {-1, 5, Long.MIN_VALUE, 1L << 60}) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> array.get(index))
            .withMessageContaining(Long.toString(index));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> array.set(index, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> array.getAndAdd(index, 1));
      }
      long[] four = new long[4];
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> array.copyFrom(2, four, 0, 4));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> array.copyTo(0, four, 1, 4));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> array.copyFrom(new long[6]));
      assertThat(array.toArray()).containsOnly(0);
      assertThat(empty.toArray()).isEmpty();
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> empty.get(0));
    }
  }

  @Test
  void aLengthMustBePossible() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedIntArray.create(-1))
        .withMessageContaining("length=-1");
    assertThatIllegalArgumentException().isThrownBy(() -> SharedLongArray.create(Long.MAX_VALUE));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> SharedLongArray.create(1L << 50))
        .withMessageContaining("size=" + (1L << 53));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void isUnusableWhenItIsClosed(int length) {
    SharedDoubleArray array = SharedDoubleArray.create(length);
    array.close();
    array.close();
    assertThat(array.isClosed()).isTrue();
    assertThat(array).hasToString("SharedDoubleArray[closed]");
    assertThat(array.length()).isEqualTo(length);
    assertThatIllegalStateException()
        .isThrownBy(() -> array.get(0))
        .withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(array::toArray);
    assertThatIllegalStateException().isThrownBy(() -> array.fill(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aHandleTravelsInAnyWay(int length) {
    try (Pool pool = Pool.of(2);
        SharedLongArray array = SharedLongArray.create(length)) {
      List<Long> indexes = List.of(0L, 1L, 2L, 3L, 0L, 1L);
      pool.map(index -> array.addAndGet(index, 1), indexes);
      assertThat(array.stream().limit(5)).containsExactly(2L, 2L, 1L, 1L, 0L);
      pool.apply(argument -> argument.addAndGet(4, 5), array);
      SharedLongArray back = pool.apply(same -> same, array);
      assertThat(back.get(4)).isEqualTo(5);
      assertThat(back.length()).isEqualTo(length);
      try (SharedLongArray made = pool.apply(size -> SharedLongArray.create(size), (long) length)) {
        assertThat(made.length()).isEqualTo(length);
        assertThat(made.get(length - 1)).isZero();
      }
    }
  }

  private static final int ROUNDS = 20_000;

  private static void addToAll(SharedIntArray ints, SharedDoubleArray doubles) {
    for (int i = 0; i < ROUNDS; i++) {
      ints.getAndAdd(i % SMALL, 1);
      doubles.addAndGet(i % SMALL, 1);
    }
  }

  @Test
  void nothingIsLostBetweenProcesses() throws InterruptedException {
    try (SharedIntArray ints = SharedIntArray.create(SMALL);
        SharedDoubleArray doubles = SharedDoubleArray.create(SMALL)) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        children.add(JvmProcess.start(() -> addToAll(ints, doubles)));
      }
      for (JvmProcess child : children) {
        child.join();
      }
      assertThat(ints.stream()).containsOnly(3 * ROUNDS / SMALL);
      assertThat(doubles.stream()).containsOnly(3.0 * ROUNDS / SMALL);
    }
  }

  /** The reference's test of its heap: blocks of many sizes, made and freed at random. */
  @Test
  void arraysOfManySizesDoNotOverlap() {
    Random random = new Random(3);
    List<SharedByteArray> blocks = new ArrayList<>();
    List<Byte> marks = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      int size = (int) Math.exp(random.nextDouble() * Math.log(20_000));
      SharedByteArray block = SharedByteArray.create(size);
      assertThat(block.get(size - 1)).isZero();
      byte mark = (byte) i;
      block.fill(mark);
      blocks.add(block);
      marks.add(mark);
      if (blocks.size() > 50) {
        int index = random.nextInt(blocks.size());
        byte[] bytes = blocks.get(index).toArray();
        byte expected = marks.get(index);
        assertThat(IntStream.range(0, bytes.length).allMatch(at -> bytes[at] == expected)).isTrue();
        blocks.get(index).close();
        blocks.set(index, blocks.getLast());
        marks.set(index, marks.getLast());
        blocks.removeLast();
        marks.removeLast();
      }
    }
    blocks.forEach(SharedByteArray::close);
  }
}
