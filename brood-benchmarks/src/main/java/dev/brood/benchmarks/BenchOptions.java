package dev.brood.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked of a run.
 *
 * @param list only tell which rows there are
 * @param only the rows to run by name or beginning of a name; all if empty
 * @param quick fewer rounds and smaller sizes
 * @param json where to write the results for programs
 */
public record BenchOptions(boolean list, List<String> only, boolean quick, Optional<Path> json) {

  /** Copies the names. */
  public BenchOptions {
    only = List.copyOf(only);
  }
}
