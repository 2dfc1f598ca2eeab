package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many items as lazy, bounded streams. */
interface PoolStreams extends PoolPlace {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  default void imapKeepsTheOrder(int chunk) {
    MapOptions options = chunk == 0 ? MapOptions.defaults() : MapOptions.chunk(chunk);
    List<Integer> squares = PoolTasks.upTo(1000).stream().map(PoolTasks::square).toList();
    try (Pool pool = pool(2)) {
      assertThat(pool.imap(PoolTasks::square, PoolTasks.upTo(1000), options)).isEqualTo(squares);
      assertThat(pool.imap(PoolTasks::square, PoolTasks.upTo(1000).stream(), options))
          .isEqualTo(squares);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 53})
  default void imapUnorderedGivesEachResultOnce(int chunk) {
    MapOptions options = chunk == 0 ? MapOptions.defaults() : MapOptions.chunk(chunk);
    try (Pool pool = pool(2)) {
      assertThat(pool.imapUnordered(x -> x + 1, PoolTasks.upTo(1000), options).sorted())
          .isEqualTo(PoolTasks.upTo(1001).subList(1, 1001));
    }
  }

  @Test
  default void imapUnorderedGivesWhatIsReadyFirst(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = pool(2);
        Stream<Integer> results =
            pool.imapUnordered(
                number -> {
                  if (number == 0) {
                    board.await("go");
                  }
                  return number;
                },
                PoolTasks.upTo(4),
                MapOptions.chunk(1))) {
      Iterator<Integer> each = results.iterator();
      List<Integer> seen = new ArrayList<>(List.of(each.next()));
      board.post("go", "");
      each.forEachRemaining(seen::add);
      assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
      assertThat(seen.get(0)).isNotZero();
    }
  }

  @Test
  default void streamsReadNothingBeforeTheyAreConsumed() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2);
        Stream<Integer> results = pool.imap(PoolTasks::square, PoolTasks.endless(taken))) {
      assertThat(results.isParallel()).isFalse();
      assertThat(taken).hasValue(0);
    }
    assertThat(taken).hasValue(0);
  }

  @Test
  default void streamsTakeEndlessInput() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      try (Stream<Integer> results = pool.imap(x -> x + 1, PoolTasks.endless(taken))) {
        assertThat(results.limit(1000)).isEqualTo(PoolTasks.upTo(1001).subList(1, 1001));
      }
      try (Stream<Integer> results = pool.imapUnordered(x -> x + 1, PoolTasks.endless(taken))) {
        assertThat(results.limit(1000)).hasSize(1000);
      }
      try (Stream<Integer> results =
          pool.imap(x -> x + 1, Stream.iterate(0, x -> x + 1).limit(Long.MAX_VALUE))) {
        assertThat(results.limit(5)).containsExactly(1, 2, 3, 4, 5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  default void streamsReadOnlySoFarAhead(int ahead) {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      for (boolean ordered : new boolean[] {true, false}) {
        taken.set(0);
        MapOptions options = MapOptions.chunk(1).withInFlight(ahead);
        try (Stream<Integer> results =
            ordered
                ? pool.imap(PoolTasks::square, PoolTasks.endless(taken), options)
                : pool.imapUnordered(PoolTasks::square, PoolTasks.endless(taken), options)) {
          Iterator<Integer> each = results.iterator();
          for (int consumed = 1; consumed <= 30; consumed++) {
            each.next();
            assertThat(taken.get()).isBetween(consumed, consumed + ahead);
          }
        }
      }
    }
  }

  @Test
  default void streamsAreBoundedByDefault() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2);
        Stream<byte[]> results = pool.imap(number -> new byte[1000], PoolTasks.endless(taken))) {
      Iterator<byte[]> each = results.iterator();
      for (int i = 0; i < 2000; i++) {
        each.next();
      }
      assertThat(taken.get()).isLessThan(500_000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  default void resultsBeforeAFailingInputComeFirst(int chunk) {
    try (Pool pool = pool(2)) {
      for (int bad : new int[] {0, 1, 9}) {
        List<Integer> seen = new ArrayList<>();
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() ->
                pool.imap(x -> x, PoolTasks.failingAt(bad), MapOptions.chunk(chunk))
                    .forEach(seen::add));
        assertThat(seen).isEqualTo(PoolTasks.upTo(bad));
        seen.clear();
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() ->
                pool.imapUnordered(x -> x, PoolTasks.failingAt(bad), MapOptions.chunk(chunk))
                    .forEach(seen::add));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(PoolTasks.upTo(bad));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  default void aFailedItemEndsTheStreamAtItsPlace(int chunk) {
    try (Pool pool = pool(2)) {
      List<Integer> seen = new ArrayList<>();
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              pool.imap(PoolTasks::failOn13, PoolTasks.upTo(50), MapOptions.chunk(chunk))
                  .forEach(seen::add))
          .withMessage("number=13");
      assertThat(seen).isEqualTo(PoolTasks.upTo(13));
    }
  }

  @Test
  default void aStreamLeftHalfWayDoesNotKeepThePoolFromClosing() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      MapOptions options = MapOptions.chunk(1).withInFlight(4);
      @SuppressWarnings("resource")
      Iterator<Integer> each =
          pool.imap(PoolTasks::square, PoolTasks.endless(taken), options).iterator();
      assertThat(each.next()).isZero();
      assertThat(each.next()).isEqualTo(1);
    }
  }
}
