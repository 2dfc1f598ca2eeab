package dev.brood.samples.numeric;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.process.CpuBudget;
import dev.brood.samples.support.Options;
import dev.brood.samples.support.Stopwatch;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Finds all primes below 5,000,000 by trial division on 1, 2, 3 ... workers, and shows what each
 * worker more brings. Options: {@code --limit}, {@code --workers}, {@code --png}.
 */
public final class Primes {
  private static final int BLOCK = 20_000;

  /** What one task searches. */
  record Block(int from, int to) implements Serializable {}

  static void main(String[] args) throws IOException {
    var options = Options.of(args, "--limit", "--workers", "--png");
    int limit = options.number("--limit", 5_000_000);
    var budget = CpuBudget.detect();
    int most = options.number("--workers", budget.processors());
    Path picture = Path.of(options.text("--png", defaultPicture().toString())).toAbsolutePath();

    var title = String.format(Locale.ROOT, "Primes below %,d", limit);
    IO.println(title + " by trial division, on 1 to " + most + " workers");
    IO.println("Processors: " + budget.processors() + " (" + budget.decidedBy() + ")");
    IO.println();
    IO.println(Run.HEADER);
    List<Run> runs = new ArrayList<>();
    for (int workers = 1; workers <= most; workers++) {
      var run = run(workers, limit);
      runs.add(run);
      IO.println(run.row(runs.getFirst()));
    }
    SpeedUpChart.write(picture, title, runs);
    IO.println();
    IO.println("Picture: " + picture);
  }

  private static Run run(int workers, int limit) {
    List<Block> blocks =
        IntStream.range(0, (limit + BLOCK - 1) / BLOCK)
            .mapToObj(i -> new Block(i * BLOCK, Math.min(limit, (i + 1) * BLOCK)))
            .toList();
    var start = Stopwatch.start();
    // With an initializer, a pool opens when all its workers are up: their start is no work.
    try (var pool = Pool.builder().workers(workers).initializer(Primes::begin).build()) {
      double startSeconds = start.seconds();
      double startCpu = cpuSeconds(pool);
      var work = Stopwatch.start();
      long primes = count(pool, blocks);
      return new Run(workers, primes, startSeconds, work.seconds(), cpuSeconds(pool) - startCpu);
    }
  }

  private static long count(Pool pool, List<Block> blocks) {
    String label = pool.workers() + (pool.workers() == 1 ? " worker" : " workers");
    try (var found = pool.imapUnordered(Primes::in, blocks, MapOptions.progressBar(label))) {
      return found.mapToLong(block -> block.length).sum();
    }
  }

  static void begin() {}

  static int[] in(Block block) {
    return IntStream.range(block.from(), block.to()).filter(TrialDivision::isPrime).toArray();
  }

  /** What all workers together have used so far. */
  private static double cpuSeconds(Pool pool) {
    return pool.workerPids().stream()
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .flatMap(worker -> worker.info().totalCpuDuration().stream())
            .mapToLong(Duration::toMillis)
            .sum()
        / 1e3;
  }

  /** In a build folder if there is one here, else among the temporary files. */
  private static Path defaultPicture() {
    Path target = Path.of("target");
    Path folder =
        Files.isDirectory(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
    return folder.resolve("brood-primes.png");
  }
}
