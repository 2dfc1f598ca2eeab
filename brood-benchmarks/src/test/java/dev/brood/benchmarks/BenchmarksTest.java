package dev.brood.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchmarksTest {

  private final Benchmarks benchmarks =
      Benchmarks.of(
          Stream.of("start.spawn", "pool.map", "pool.map_chunk1", "pool.apply")
              .map(RowsForTests::row)
              .toList());

  private List<String> select(String... names) throws BadOptionException {
    return benchmarks.select(List.of(names)).stream().map(Row::name).toList();
  }

  @Test
  void theWholeNameChoosesOneRow() throws BadOptionException {
    assertThat(select("pool.map")).containsExactly("pool.map");
  }

  @Test
  void theBeginningOfNamesChoosesAllOfThem() throws BadOptionException {
    assertThat(select("pool.")).containsExactly("pool.map", "pool.map_chunk1", "pool.apply");
    assertThat(select("pool.map_")).containsExactly("pool.map_chunk1");
  }

  @Test
  void rowsComeInTheOrderOfTheTableAndOnce() throws BadOptionException {
    assertThat(select("pool.apply", "start", "pool.a"))
        .containsExactly("start.spawn", "pool.apply");
  }

  @Test
  void anUnknownNameIsAnErrorThatTellsTheRows() {
    assertThatExceptionOfType(BadOptionException.class)
        .isThrownBy(() -> select("pool.map", "pol"))
        .withMessageContaining("'pol'")
        .withMessageContaining("start.spawn, pool.map");
    assertThatExceptionOfType(BadOptionException.class).isThrownBy(() -> select(""));
  }

  @Test
  void aRowIsFoundByItsWholeNameOnly() throws BadOptionException {
    assertThat(benchmarks.row("pool.map").name()).isEqualTo("pool.map");
    assertThatExceptionOfType(BadOptionException.class).isThrownBy(() -> benchmarks.row("pool.ma"));
  }
}
