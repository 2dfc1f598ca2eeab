package dev.brood.benchmarks.report;

import dev.brood.benchmarks.Row;
import java.util.List;
import java.util.Locale;

/**
 * Lays out rows as text. The name of a row can be printed before the row is measured, so that a run
 * shows where it is.
 */
public final class ResultTable {

  private static final String NONE = "-";
  private static final String CELLS = " %12s  %-11s %12s %9s %12s %9s  %s";

  private final int nameWidth;

  /** Creates a table that is wide enough for the names of {@code rows}. */
  public ResultTable(List<Row> rows) {
    nameWidth = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
  }

  /** Returns the line above the rows. */
  public String header() {
    return pad("row")
        + String.format(
                Locale.ROOT,
                CELLS,
                "ours",
                "unit",
                "peer",
                "ratio",
                "limit",
                "of limit",
                "peer; limit")
            .stripTrailing();
  }

  /** Returns the beginning of a row's line. */
  public String nameCell(Row row) {
    return pad(row.name());
  }

  /** Returns the rest of a row's line, which follows {@link #nameCell}. */
  public String valueCells(RowResult result) {
    return String.format(
            Locale.ROOT,
            CELLS,
            number(result.ours()),
            result.unit().label(),
            number(result.peerValue()),
            times(result.ratio()),
            number(result.limit()),
            percent(result.shareOfLimit()),
            result.peer() == null
                ? result.limitLabel().map(limit -> "-; " + limit).orElse("")
                : result.peer() + result.limitLabel().map(limit -> "; " + limit).orElse(""))
        .stripTrailing();
  }

  /** Returns a note under a row. */
  public String note(String note) {
    return "  ! " + note.stripTrailing().replace("\n", "\n    ");
  }

  /** Returns what the columns mean. */
  public static String legend() {
    return """
    Medians of interleaved rounds. ratio: how many times better ours is than the peer, above 1 is better, \
    for times and for rates.
    of limit: which part of the limit beside it ours reaches. Compare ratios, not figures of different machines.\
    """;
  }

  private String pad(String name) {
    return name + " ".repeat(Math.max(0, nameWidth - name.length()));
  }

  /** Returns about three digits that mean something. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String times(double ratio) {
    return Double.isFinite(ratio) ? number(ratio) + "x" : NONE;
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", share * 100) : NONE;
  }
}
