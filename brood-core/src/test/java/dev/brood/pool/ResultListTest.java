package dev.brood.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.util.NumberKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultListTest {

  private static List<Integer> upTo(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  /** Results that are numbers, of which the quick way decodes no more than five at a time. */
  private static ResultRun numbers(NumberKind kind, long... bits) {
    return new ResultRun(bits.length, 0) {
      private int next;

      @Override
      protected Object decode() {
        return kind.box(bits[next++]);
      }

      @Override
      protected @Nullable NumberKind kindOfNext() {
        return next < bits.length ? kind : null;
      }

      @Override
      protected int decodeNumbers(NumberKind wanted, long[] into, int at, int most) {
        int count = wanted == kind ? Math.min(5, Math.min(most, bits.length - next)) : 0;
        System.arraycopy(bits, next, into, at, count);
        next += count;
        return count;
      }
    };
  }

  private static void put(ResultList<Object> list, int index, ResultRun run) {
    int done = 0;
    while (done < run.count()) {
      int count = list.putNumbers(index + done, run, run.count() - done);
      if (count == 0) {
        @Nullable Object[] one = {run.next()};
        list.put(index + done, one, 1);
        count = 1;
      }
      done += count;
    }
  }

  /** Fills a list in stretches of up to {@code most}, in any order. */
  private static ResultList<Integer> filled(int size, int expected, int most) {
    Random random = new Random(size);
    List<int[]> stretches = new ArrayList<>();
    for (int from = 0; from < size; ) {
      int count = Math.min(size - from, 1 + random.nextInt(most));
      stretches.add(new int[] {from, count});
      from += count;
    }
    Collections.shuffle(stretches, random);
    ResultList<Integer> list = new ResultList<>(expected);
    for (int[] each : stretches) {
      Object[] results = IntStream.range(each[0], each[0] + each[1]).boxed().toArray();
      list.put(each[0], results, each[1]);
    }
    return list;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 16, 2",
    "17, 16, 3",
    "1000, 16, 90",
    "32767, 32767, 1024",
    "32768, 32768, 1024",
    "32769, 32769, 1024",
    "100000, 16, 40000",
    "100000, 100000, 70000",
    "300000, 5, 1024"
  })
  void holdsWhatWasPutInAnyOrder(int size, int expected, int most) {
    ResultList<Integer> list = filled(size, expected, most);
    List<Integer> wanted = upTo(size);
    assertThat(list.size()).isEqualTo(size);
    assertThat(list.equals(wanted)).isTrue();
    assertThat(list.toArray()).isEqualTo(wanted.toArray());
    assertThat(list.stream().mapToLong(Integer::longValue).sum())
        .isEqualTo((long) size * (size - 1) / 2);
    assertThat(list.get(size - 1)).isEqualTo(size - 1);
  }

  /** Numbers of three kinds and other results, each stretch at random, into several segments. */
  @ParameterizedTest
  @ValueSource(ints = {1, 40, 40_000, 150_000})
  void holdsNumbersAsWellAsObjects(int size) {
    Random random = new Random(size);
    int most = Math.max(2, size / 40);
    @Nullable Object[] wanted = new Object[size];
    ResultList<Object> list = new ResultList<>(random.nextBoolean() ? 16 : size);
    List<Integer> starts = new ArrayList<>();
    for (int from = 0; from < size; from += most) {
      starts.add(from);
    }
    Collections.shuffle(starts, random);
    for (int from : starts) {
      int count = Math.min(most, size - from);
      long[] bits = random.longs(count).toArray();
      // Mostly one kind, so that segments stay what they are for a while.
      NumberKind kind =
          switch (random.nextInt(9)) {
            case 0 -> NumberKind.DOUBLE;
            case 1 -> NumberKind.LONG;
            default -> NumberKind.INTEGER;
          };
      for (int i = 0; i < count; i++) {
        wanted[from + i] = kind.box(bits[i]);
      }
      if (random.nextInt(5) == 0) {
        wanted[from] = random.nextBoolean() ? "text" : null;
        list.put(from, Arrays.copyOfRange(wanted, from, from + count), count);
      } else {
        put(list, from, numbers(kind, bits));
      }
    }
    assertThat(list.toArray()).isEqualTo(wanted);
    assertThat(list.equals(Arrays.asList(wanted))).isTrue();
  }

  @Test
  void numbersGiveWayToWhatIsPutInTheirPlace() {
    ResultList<Object> list = new ResultList<>(3);
    put(list, 0, numbers(NumberKind.LONG, 1, 2, 3));
    ResultRun other = numbers(NumberKind.INTEGER, 7);
    assertThat(list.putNumbers(1, other, 1)).isZero();
    put(list, 1, other);
    assertThat(list).containsExactly(1L, 7, 3L);
  }

  @Test
  void nothingIsAnEmptyList() {
    ResultList<Integer> list = new ResultList<>(0);
    assertThat(list).isEmpty();
    assertThat(list.toArray()).isEmpty();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(0));
  }

  @Test
  void keepsNullsAndCannotBeChanged() {
    ResultList<Integer> list = new ResultList<>(2);
    list.put(0, new Object[] {1, null}, 2);
    assertThat(list).containsExactly(1, null);
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.set(0, 2));
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.add(2));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(2));
  }

  @Test
  void canBeSerialized() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(filled(70_000, 16, 5_000));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject().equals(upTo(70_000))).isTrue();
    }
  }
}
