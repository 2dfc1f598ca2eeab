package dev.brood.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllRowsTest {

  @Test
  void namesAreUnique() {
    assertThat(Benchmarks.all().rows()).extracting(Row::name).doesNotHaveDuplicates().isNotEmpty();
  }

  @Test
  void quickRunsAreTheSameWorkOfNoGreaterSize() {
    for (Row row : Benchmarks.all().rows()) {
      Settings full = row.settings(false);
      Settings quick = row.settings(true);
      assertThat(quick.sizes().keySet()).as(row.name()).isEqualTo(full.sizes().keySet());
      assertThat(quick.rounds()).as(row.name()).isLessThanOrEqualTo(full.rounds());
      quick
          .sizes()
          .forEach(
              (size, value) -> assertThat(value).as(size).isLessThanOrEqualTo(full.size(size)));
    }
  }

  /**
   * One row from the options to the file, every process included; what it measures is not looked
   * at.
   */
  @Test
  void measuresARow(@TempDir Path folder) throws Exception {
    StringWriter out = new StringWriter();
    Path json = folder.resolve("results.json");
    BenchRun run = new BenchRun(Benchmarks.all(), new PrintWriter(out, true));
    int exitCode = run.run(new BenchOptions(false, List.of("pool.apply"), true, Optional.of(json)));
    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(Files.readAllLines(json))
        .singleElement()
        .asString()
        .startsWith("{\"name\": \"pool.apply\", \"ours\": ")
        .doesNotContain("\"ours\": null");
  }
}
