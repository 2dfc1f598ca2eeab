package dev.brood.benchmarks;

import dev.brood.benchmarks.harness.Python;
import dev.brood.benchmarks.harness.RowRunner;
import dev.brood.benchmarks.harness.Workspace;
import dev.brood.benchmarks.report.ResultJson;
import dev.brood.benchmarks.report.ResultTable;
import dev.brood.benchmarks.report.RowResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run, from what the user asked for to an exit code. */
public final class BenchRun {

  private final Benchmarks benchmarks;
  private final PrintWriter out;

  /** Creates a run over these rows that prints to {@code out}. */
  public BenchRun(Benchmarks benchmarks, PrintWriter out) {
    this.benchmarks = benchmarks;
    this.out = out;
  }

  /**
   * Runs what was asked for.
   *
   * @return the exit code: 0 when every row was measured, 1 when one was not
   * @throws BadOptionException if a row does not exist or the JSON file cannot be written
   * @throws IOException if the run cannot have its files
   */
  public int run(BenchOptions options)
      throws BadOptionException, IOException, InterruptedException {
    List<Row> rows =
        options.only().isEmpty() ? benchmarks.rows() : benchmarks.select(options.only());
    if (options.list()) {
      list(rows);
      return 0;
    }
    try (Writer json = jsonWriter(options.json())) {
      return measure(rows, options.quick(), json);
    }
  }

  private static Writer jsonWriter(Optional<Path> file) throws BadOptionException {
    try {
      return file.isPresent() ? Files.newBufferedWriter(file.get()) : Writer.nullWriter();
    } catch (IOException unwritable) {
      throw new BadOptionException("cannot write " + file.get() + ": " + unwritable, unwritable);
    }
  }

  private void list(List<Row> rows) {
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    for (Row row : rows) {
      out.println(
          ("%-" + Math.max(1, width) + "s  %s [%s]")
              .formatted(row.name(), row.summary(), row.unit().label()));
    }
    out.flush();
  }

  private int measure(List<Row> rows, boolean quickly, Writer json)
      throws IOException, InterruptedException {
    Optional<Python> python = Python.find();
    out.println(Machine.line(quickly));
    if (python.isEmpty()) {
      out.println("No python3 was found: the rows stand without their peer.");
    }
    ResultTable table = new ResultTable(rows);
    out.println(table.header());
    boolean complete = true;
    try (Workspace workspace = Workspace.create()) {
      RowRunner runner = RowRunner.in(workspace, python);
      for (Row row : rows) {
        out.print(table.nameCell(row));
        out.flush();
        RowResult result = runner.run(row, row.settings(quickly));
        out.println(table.valueCells(result));
        result.notes().forEach(note -> out.println(table.note(note)));
        out.flush();
        // A line per row and at once: a run that is stopped leaves what it has.
        json.write(ResultJson.line(result) + "\n");
        json.flush();
        complete &= result.isMeasured();
      }
    }
    out.println(ResultTable.legend());
    out.flush();
    return complete ? 0 : 1;
  }
}
