package dev.brood.system.program;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.util.List;

/** Has pools with busy and idle workers, until it is killed. */
public final class DoomedPoolOwner {
  private DoomedPoolOwner() {}

  /** Arguments: the folder of the board. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    try (Pool idle = Pool.of(2);
        Pool busy = Pool.builder().workers(2).transport(Pool.Transport.SOCKET).build()) {
      Waits.until("idle workers", () -> idle.workerPids().size() == 2);
      idle.workerPids().forEach(pid -> board.add("pid", pid));
      busy.map(
          x -> {
            board.add("pid", ProcessHandle.current().pid());
            Waits.spin();
            return x;
          },
          List.of(1, 2),
          MapOptions.chunk(1));
    }
  }
}
