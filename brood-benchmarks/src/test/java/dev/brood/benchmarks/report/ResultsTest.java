package dev.brood.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.RowsForTests;
import dev.brood.benchmarks.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private final Row apply = RowsForTests.row("pool.apply");
  private final Row map = RowsForTests.row("pool.map", Unit.PER_SECOND);
  private final ResultTable table = new ResultTable(List.of(apply, map));

  private static RowResult alone(Row row) {
    return new RowResult(row, 20, null, Double.NaN, Double.NaN, List.of());
  }

  @Test
  void oneObjectHasExactlyThePromisedKeys() {
    RowResult result = new RowResult(apply, 10, "CPython 3", 240, 0.5, List.of("noise"));
    assertThat(ResultJson.line(result))
        .isEqualTo(
            """
            {"name": "pool.apply", "ours": 10, "unit": "us", "peer": "CPython 3", "peer_value": 240, \
            "ratio": 24, "limit": 0.5}\
            """);
  }

  @Test
  void whatIsAbsentIsNull() {
    assertThat(ResultJson.line(alone(apply)))
        .isEqualTo(
            """
            {"name": "pool.apply", "ours": 20, "unit": "us", "peer": null, "peer_value": null, \
            "ratio": null, "limit": null}\
            """);
  }

  @Test
  void cellsStandUnderTheHeader() {
    RowResult result = new RowResult(map, 4_000_000, "CPython 3", 8_000_000, 16_000_000, List.of());
    assertThat(table.header() + "\n" + table.nameCell(map) + table.valueCells(result))
        .isEqualTo(
            """
            row                ours  unit                peer     ratio        limit  of limit  peer; limit
            pool.map      4,000,000  /s             8,000,000    0.500x   16,000,000    25.0 %  CPython 3; the floor\
            """);
  }

  @Test
  void whatIsAbsentIsADash() {
    assertThat(table.nameCell(apply) + table.valueCells(alone(apply)))
        .isEqualTo(
            "pool.apply         20.0  us                     -         -            -         - "
                + " -; the floor");
  }

  @Test
  void numbersKeepThreeDigitsOrWhole() {
    assertThat(
            List.of(0.0, 0.12345, 1.2345, 12.345, 123.45, 1_234_567.8).stream()
                .map(ResultTable::number))
        .containsExactly("0.00", "0.123", "1.23", "12.3", "123", "1,234,568");
  }

  @Test
  void notesStandUnderTheirRow() {
    assertThat(table.note("limit ended\nlast line\n")).isEqualTo("  ! limit ended\n    last line");
  }
}
