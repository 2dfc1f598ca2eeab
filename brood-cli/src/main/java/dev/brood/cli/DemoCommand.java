package dev.brood.cli;

import dev.brood.samples.Sample;
import dev.brood.samples.Samples;
import dev.brood.samples.support.Options.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Run a sample.",
      "With no name: find all primes below 5,000,000 on 1, 2, 3 ... child JVMs, as many as there"
          + " are processors, and draw what each of them brings."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String MAIN_DEMO = "primes";

  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "List the samples and end.")
  private boolean list;

  @Option(names = "--limit", paramLabel = "N", description = "Primes: find those below it.")
  private Optional<String> limit = Optional.empty();

  @Option(names = "--workers", paramLabel = "N", description = "Primes: the most workers.")
  private Optional<String> workers = Optional.empty();

  @Option(names = "--png", paramLabel = "FILE", description = "Primes: where to draw the curves.")
  private Optional<String> png = Optional.empty();

  @Parameters(paramLabel = "NAME [ARG...]", description = "The sample and its arguments.")
  private List<String> words = List.of();

  @Override
  public Integer call() throws Exception {
    if (list) {
      list();
      return 0;
    }
    String name = words.isEmpty() ? MAIN_DEMO : words.getFirst();
    var args = new ArrayList<String>();
    limit.ifPresent(value -> args.add("--limit=" + value));
    workers.ifPresent(value -> args.add("--workers=" + value));
    png.ifPresent(value -> args.add("--png=" + value));
    words.stream().skip(1).forEach(args::add);
    try {
      named(name).run(args.toArray(String[]::new));
      return 0;
    } catch (UsageException mistake) {
      throw new ParameterException(
          spec.commandLine(), "demo " + name + ": " + mistake.getMessage(), mistake);
    }
  }

  private void list() {
    var out = spec.commandLine().getOut();
    int width = Samples.all().stream().mapToInt(each -> each.name().length()).max().orElse(0);
    String row = "%2d  %-" + width + "s  %s%n";
    Samples.all().forEach(each -> out.printf(row, each.number(), each.name(), each.summary()));
    out.flush();
  }

  private Sample named(String name) {
    return Samples.named(name)
        .orElseThrow(() -> {
          var similar = Samples.similarTo(name);
          return new ParameterException(
              spec.commandLine(),
              "No sample is named %s; %s"
                  .formatted(
                      name,
                      similar.isEmpty()
                          ? "see brood demo --list"
                          : "did you mean " + String.join(" or ", similar) + "?"));
        });
  }
}
