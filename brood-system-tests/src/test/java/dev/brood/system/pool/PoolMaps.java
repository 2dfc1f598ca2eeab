package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.TaskContext;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many items at once, as lists. */
interface PoolMaps extends PoolPlace {

  @Test
  default void mapKeepsTheOrder() {
    try (Pool pool = pool(3)) {
      List<Integer> squares = PoolTasks.upTo(1000).stream().map(PoolTasks::square).toList();
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(1000))).isEqualTo(squares);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 100, 5_000})
  default void mapHonoursAChunkSize(int chunk) {
    try (Pool pool = pool(2)) {
      assertThat(pool.map(x -> x + 1, PoolTasks.upTo(300), MapOptions.chunk(chunk)))
          .isEqualTo(PoolTasks.upTo(301).subList(1, 301));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30})
  default void largeArraysTravelInOneChunk(int chunk) {
    try (Pool pool = pool(2)) {
      List<Integer> sizes = PoolTasks.upTo(30);
      List<double[]> arrays = sizes.stream().map(size -> filled(size * 1_000)).toList();
      List<double[]> results = pool.map(array -> array, arrays, MapOptions.chunk(chunk));
      for (int size : sizes) {
        assertThat(results.get(size)).isEqualTo(filled(size * 1_000));
      }
    }
  }

  private static double[] filled(int size) {
    double[] array = new double[size];
    Arrays.setAll(array, i -> size + i * 0.5);
    return array;
  }

  @Test
  default void emptyInputGivesEmptyResults() throws Exception {
    try (Pool pool = pool(2)) {
      List<Integer> none = List.of();
      assertThat(pool.map(PoolTasks::square, none)).isEmpty();
      assertThat(pool.map(PoolTasks::square, none, MapOptions.chunk(1))).isEmpty();
      assertThat(pool.starmap(Integer::sum, List.<Map.Entry<Integer, Integer>>of())).isEmpty();
      assertThat(PoolTasks.get(pool.mapAsync(PoolTasks::square, none))).isEmpty();
      assertThat(PoolTasks.get(pool.mapAsync(PoolTasks::square, none, MapOptions.chunk(20))))
          .isEmpty();
      assertThat(pool.imap(PoolTasks::square, none)).isEmpty();
      assertThat(pool.imapUnordered(PoolTasks::square, none)).isEmpty();
      assertThat(pool.imap(PoolTasks::square, Stream.<Integer>of())).isEmpty();
    }
  }

  /** Numbers travel and are kept in a way of their own, in runs of one kind. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 5_000})
  default void numbersOfAllKindsArriveAsTheyAre(int run) {
    try (Pool pool = pool(2)) {
      List<Integer> items = PoolTasks.upTo(run == 1 ? 2_000 : 80_000);
      List<Object> wanted = items.stream().map(x -> ofKind(x / run % 6, x)).toList();
      assertThat(pool.map(x -> ofKind(x / run % 6, x), items)).isEqualTo(wanted);
      assertThat(pool.map(x -> x, wanted)).isEqualTo(wanted);
    }
  }

  private static Object ofKind(int kind, int number) {
    return switch (kind) {
      case 0 -> number;
      case 1 -> (long) number << 33;
      case 2 -> number / 3.0;
      case 3 -> -number;
      case 4 -> (long) -number;
      default -> number % 2 == 0 ? "text " + number : (short) number;
    };
  }

  /** Numbers are decoded many at a time, and each is an item of its own all the same. */
  @Test
  default void amongManyNumbersEachItemIsByItself() {
    try (Pool pool = pool(2)) {
      List<Outcome<Long>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number % 1_000 == 7) {
                  throw new IllegalStateException("number=" + number);
                }
                return TaskContext.current().index() * 2;
              },
              PoolTasks.upTo(20_000));
      for (int i = 0; i < outcomes.size(); i++) {
        Outcome<Long> outcome = outcomes.get(i);
        if (i % 1_000 == 7) {
          assertThatIllegalStateException().isThrownBy(outcome::get).withMessage("number=" + i);
        } else {
          assertThat(outcome.get()).isEqualTo(i * 2L);
        }
      }
    }
  }

  @Test
  default void aMillionTinyItemsArriveInOrder() {
    try (Pool pool = pool(2)) {
      List<Integer> results = pool.map(x -> x + 1, PoolTasks.upTo(1_000_000));
      assertThat(results).hasSize(1_000_000);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i) == i + 1).isTrue();
      }
    }
  }

  @Test
  default void mapsWithoutWaiting() throws Exception {
    try (Pool pool = pool(2)) {
      CompletableFuture<List<Integer>> one =
          pool.mapAsync(PoolTasks::square, PoolTasks.upTo(100), MapOptions.chunk(7));
      CompletableFuture<List<Integer>> two = pool.mapAsync(x -> -x, PoolTasks.upTo(50));
      assertThat(PoolTasks.get(one)).hasSize(100).endsWith(99 * 99);
      assertThat(PoolTasks.get(two)).hasSize(50).endsWith(-49);
    }
  }

  @Test
  default void starmapSpreadsPairs() throws Exception {
    List<Map.Entry<Integer, Integer>> pairs =
        PoolTasks.upTo(100).stream().map(x -> Map.entry(x, 100 - x)).toList();
    List<Integer> hundreds = Collections.nCopies(100, 100);
    try (Pool pool = pool(2)) {
      assertThat(pool.starmap(Integer::sum, pairs)).isEqualTo(hundreds);
      assertThat(pool.starmap(Integer::sum, pairs, MapOptions.chunk(9))).isEqualTo(hundreds);
      assertThat(PoolTasks.get(pool.starmapAsync(Integer::sum, pairs))).isEqualTo(hundreds);
    }
  }

  @Test
  default void aFailingInputFailsTheMapAgainAndAgain() {
    try (Pool pool = pool(2)) {
      for (int bad : new int[] {0, 0, 1, 7, 100, 100}) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() -> pool.map(PoolTasks::square, PoolTasks.failingAt(bad)))
            .withMessage("input failed at " + bad);
      }
      assertThat(pool.map(PoolTasks::square, List.of(1, 2))).containsExactly(1, 4);
    }
  }

  @Test
  default void optionsAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> MapOptions.chunk(0));
    assertThatIllegalArgumentException().isThrownBy(() -> MapOptions.chunk(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> MapOptions.defaults().withInFlight(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().workers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().workers(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxTasksPerWorker(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxTasksPerWorker(-1));
  }
}
