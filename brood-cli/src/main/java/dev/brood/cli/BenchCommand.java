package dev.brood.cli;

import dev.brood.benchmarks.BadOptionException;
import dev.brood.benchmarks.BenchOptions;
import dev.brood.benchmarks.BenchRun;
import dev.brood.benchmarks.Benchmarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = "Measure, beside CPython where there is a python3, and beside the limit.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "List the rows and end.")
  private boolean list;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description = "Take these rows, or those that begin so (pool.).")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "Take fewer rounds, for an order of magnitude.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures there too, one JSON object per line.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return new BenchRun(Benchmarks.all(), spec.commandLine().getOut())
          .run(new BenchOptions(list, only, quick, json));
    } catch (BadOptionException mistake) {
      throw new ParameterException(spec.commandLine(), mistake.getMessage(), mistake);
    }
  }
}
