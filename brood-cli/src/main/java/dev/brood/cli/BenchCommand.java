package dev.brood.cli;

import dev.brood.benchmarks.Benchmarks;
import dev.brood.benchmarks.Effort;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "bench", description = "Measure.", mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "List the rows and end.")
  private boolean list;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description = "Measure these rows, or those that begin so (pool.).")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "Take seconds, for an order of magnitude.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (list) {
      PrintWriter out = spec.commandLine().getOut();
      Benchmarks.all().forEach(each -> out.printf("%-24s %s%n", each.name(), each.summary()));
      return 0;
    }
    try {
      var options = new Benchmarks.Options(only, quick ? Effort.QUICK : Effort.FULL, json);
      return Benchmarks.run(options, System.out) ? 0 : 1;
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(spec.commandLine(), unknown.getMessage(), unknown);
    }
  }
}
