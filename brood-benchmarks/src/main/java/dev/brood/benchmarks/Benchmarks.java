package dev.brood.benchmarks;

import dev.brood.benchmarks.rows.ChannelRows;
import dev.brood.benchmarks.rows.ComputeRows;
import dev.brood.benchmarks.rows.ExecutorRows;
import dev.brood.benchmarks.rows.IdleRows;
import dev.brood.benchmarks.rows.LockRows;
import dev.brood.benchmarks.rows.ManagerRows;
import dev.brood.benchmarks.rows.MemoryRows;
import dev.brood.benchmarks.rows.PoolRows;
import dev.brood.benchmarks.rows.QueueRows;
import dev.brood.benchmarks.rows.StartRows;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows there are, in the order of the table, and how some of them are chosen. */
public final class Benchmarks {

  private final List<Row> rows;

  private Benchmarks(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Returns all rows of this project. */
  public static Benchmarks all() {
    return of(
        Stream.of(
                StartRows.rows(),
                PoolRows.rows(),
                ChannelRows.rows(),
                ExecutorRows.rows(),
                QueueRows.rows(),
                LockRows.rows(),
                MemoryRows.rows(),
                ManagerRows.rows(),
                ComputeRows.rows(),
                IdleRows.rows())
            .flatMap(List::stream)
            .toList());
  }

  /** Returns a list of rows to choose from. */
  static Benchmarks of(List<Row> rows) {
    return new Benchmarks(rows);
  }

  /** Returns the rows in the order of the table. */
  public List<Row> rows() {
    return rows;
  }

  /**
   * Returns the row of exactly that name.
   *
   * @throws BadOptionException if there is none
   */
  public Row row(String name) throws BadOptionException {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /**
   * Returns the rows that {@code names} choose, in the order of the table, each once. A name is
   * that of a row, or else the beginning of the names of some: {@code pool.map} is one row although
   * {@code pool.map_chunk1} begins with it, and {@code pool} is all of the pool's.
   *
   * @throws BadOptionException if a name chooses nothing
   */
  public List<Row> select(List<String> names) throws BadOptionException {
    Set<Row> chosen = new LinkedHashSet<>();
    for (String name : names) {
      List<Row> matches = matching(name);
      if (matches.isEmpty()) {
        throw unknown(name);
      }
      chosen.addAll(matches);
    }
    return rows.stream().filter(chosen::contains).toList();
  }

  private BadOptionException unknown(String name) {
    return new BadOptionException(
        "no row is named '%s' or begins with it; the rows are: %s"
            .formatted(name, rows.stream().map(Row::name).collect(Collectors.joining(", "))));
  }

  private List<Row> matching(String name) {
    List<Row> exact = rows.stream().filter(row -> row.name().equals(name)).toList();
    if (!exact.isEmpty() || name.isEmpty()) {
      return exact;
    }
    return rows.stream().filter(row -> row.name().startsWith(name)).toList();
  }
}
