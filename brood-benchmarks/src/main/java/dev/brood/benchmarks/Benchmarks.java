package dev.brood.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Every benchmark, and a run of some of them. */
public final class Benchmarks {
  private static final List<Benchmark> ALL =
      List.of(
          new Benchmark(
              "limit.jvm_start",
              "start a bare JVM that does nothing, and wait for its end",
              "ms",
              BareJvm::startAndExit));

  private Benchmarks() {}

  public static List<Benchmark> all() {
    return ALL;
  }

  /**
   * What to run.
   *
   * @param only names of rows, or their beginnings ({@code pool.}); empty for all
   * @param effort how long to take
   * @param json where to write the figures too
   */
  public record Options(List<String> only, Effort effort, Optional<Path> json) {
    public Options {
      only = List.copyOf(only);
    }

    Predicate<Benchmark> selection() {
      return each -> only.isEmpty() || only.stream().anyMatch(each.name()::startsWith);
    }
  }

  /**
   * Measures the rows one after the other and prints each as it is known.
   *
   * @return whether every row could be measured
   * @throws IllegalArgumentException if no row is selected
   * @throws IOException if the JSON file cannot be written
   */
  public static boolean run(Options options, PrintStream out) throws IOException {
    List<Benchmark> selected = ALL.stream().filter(options.selection()).toList();
    if (selected.isEmpty()) {
      throw new IllegalArgumentException("no benchmark is named like " + options.only());
    }
    var rows = new ArrayList<String>();
    boolean complete = true;
    for (Benchmark each : selected) {
      try {
        double figure = each.measurement().measure(options.effort());
        out.printf("%-24s %,14.3f %s%n", each.name(), figure, each.unit());
        rows.add(json(each, figure));
      } catch (Exception failure) {
        complete = false;
        out.printf("%-24s failed: %s%n", each.name(), failure);
      }
    }
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), "[\n  " + String.join(",\n  ", rows) + "\n]\n");
    }
    return complete;
  }

  /** Names and units are our own and need no escapes. */
  private static String json(Benchmark benchmark, double figure) {
    return String.format(
        Locale.ROOT,
        "{\"name\": \"%s\", \"value\": %.6f, \"unit\": \"%s\"}",
        benchmark.name(),
        figure,
        benchmark.unit());
  }
}
