package dev.brood.system.program;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** Has eight busy workers, each with a plain process of its own, until it is killed. */
public final class CrowdedOwner {

  /** How many workers. */
  public static final int WORKERS = 8;

  private CrowdedOwner() {}

  /** Arguments: the folder of the board. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    try (Pool pool = Pool.of(WORKERS)) {
      pool.map(
          number -> work(board, number),
          IntStream.range(0, WORKERS).boxed().toList(),
          MapOptions.chunk(1));
    }
  }

  private static int work(Board board, int number) {
    try {
      board.add("pid", new ProcessBuilder("sleep", "600").start().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Long enough for a worker to have come to rest.
    Waits.within(java.time.Duration.ofMillis(200), () -> false);
    board.add("pid", ProcessHandle.current().pid());
    return number % 2 == 0 ? Waits.untilInterrupted(number) : spin();
  }

  private static int spin() {
    Waits.spin();
    return 0;
  }
}
