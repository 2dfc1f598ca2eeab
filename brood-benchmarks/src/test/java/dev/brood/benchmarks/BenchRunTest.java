package dev.brood.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRunTest {

  private final StringWriter out = new StringWriter();
  private final BenchRun run =
      new BenchRun(
          Benchmarks.of(List.of(RowsForTests.row("pool.map"), RowsForTests.row("start.spawn"))),
          new PrintWriter(out, true));

  @Test
  void listsWhatWasChosen() throws Exception {
    assertThat(run.run(new BenchOptions(true, List.of("start"), false, Optional.empty()))).isZero();
    assertThat(out.toString()).contains("start.spawn  nothing [us]").doesNotContain("pool.map");
  }

  @Test
  void refusesAnUnknownRowBeforeItMeasures() {
    assertThatExceptionOfType(BadOptionException.class)
        .isThrownBy(
            () -> run.run(new BenchOptions(false, List.of("queue"), false, Optional.empty())));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesAFileThatCannotBeWrittenBeforeItMeasures(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("results.json");
    assertThatExceptionOfType(BadOptionException.class)
        .isThrownBy(() -> run.run(new BenchOptions(false, List.of(), true, Optional.of(file))))
        .withMessageContaining(file.toString());
    assertThat(out.toString()).isEmpty();
  }
}
