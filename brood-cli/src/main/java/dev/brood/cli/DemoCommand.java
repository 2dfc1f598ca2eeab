package dev.brood.cli;

import dev.brood.samples.Sample;
import dev.brood.samples.Samples;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "demo", description = "Run a sample.", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "List the samples and end.")
  private boolean list;

  @Parameters(
      paramLabel = "NAME [ARG...]",
      description = "The sample and its arguments; primes if none is named.")
  private List<String> words = List.of();

  @Override
  public Integer call() throws Exception {
    if (list) {
      PrintWriter out = spec.commandLine().getOut();
      Samples.all().forEach(each -> out.printf("%-16s %s%n", each.name(), each.summary()));
      return 0;
    }
    Sample sample = words.isEmpty() ? Samples.all().getFirst() : named(words.getFirst());
    sample.program().main(words.stream().skip(1).toArray(String[]::new));
    return 0;
  }

  private Sample named(String name) {
    return Samples.named(name)
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(), "No sample is named " + name + "; see brood demo --list"));
  }
}
