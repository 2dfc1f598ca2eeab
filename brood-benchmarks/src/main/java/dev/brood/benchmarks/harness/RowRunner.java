package dev.brood.benchmarks.harness;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.report.RowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures one row after the other. */
public final class RowRunner {

  private final SideStarter starter;

  RowRunner(SideStarter starter) {
    this.starter = starter;
  }

  /**
   * Returns a runner that keeps its files in {@code workspace} and measures CPython if there is
   * one.
   */
  public static RowRunner in(Workspace workspace, Optional<Python> python) {
    return new RowRunner(new SideProcesses(workspace, python));
  }

  /** Measures a row. What went wrong is in the notes of the result. */
  public RowResult run(Row row, Settings settings) throws InterruptedException {
    Run run = new Run(Deadline.after(settings.bound()));
    try {
      Optional<Ready> ours = run.prepare(() -> Optional.of(starter.ours(row, settings)));
      if (ours.isEmpty()) {
        return new RowResult(row, Double.NaN, null, Double.NaN, Double.NaN, run.notes);
      }
      Optional<Ready> peer = run.prepare(() -> starter.peer(row, settings));
      Optional<Ready> limit = run.prepare(() -> starter.limit(row, settings));
      Interleaver interleaver =
          new Interleaver(
              Stream.of(ours, peer, limit).flatMap(Optional::stream).map(Ready::side).toList());
      interleaver.run(settings.warmups(), settings.rounds(), run.deadline);
      run.notes.addAll(interleaver.notes());
      double peerValue = median(interleaver, peer);
      @Nullable String who = Double.isNaN(peerValue) ? null : peer.map(Ready::who).orElse(null);
      return new RowResult(
          row, median(interleaver, ours), who, peerValue, median(interleaver, limit), run.notes);
    } finally {
      run.opened.reversed().forEach(Side::close);
    }
  }

  private static double median(Interleaver interleaver, Optional<Ready> side) {
    return side.map(ready -> interleaver.median(ready.side())).orElse(Double.NaN);
  }

  /** A side that is prepared, and who it said it is. */
  private record Ready(Side side, String who) {}

  @FunctionalInterface
  private interface Start {
    Optional<Side> start() throws SideFailedException;
  }

  /** What one row has opened and noted so far. */
  private static final class Run {
    private final Deadline deadline;
    private final List<Side> opened = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Run(Deadline deadline) {
      this.deadline = deadline;
    }

    /**
     * Starts a side and waits until it is prepared, so that no side prepares while another does.
     */
    private Optional<Ready> prepare(Start start) throws InterruptedException {
      try {
        Optional<Side> side = start.start();
        if (side.isEmpty()) {
          return Optional.empty();
        }
        opened.add(side.get());
        return Optional.of(new Ready(side.get(), side.get().awaitReady(deadline)));
      } catch (SideFailedException failure) {
        notes.add(String.valueOf(failure.getMessage()));
        return Optional.empty();
      }
    }
  }
}
