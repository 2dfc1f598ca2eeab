package dev.brood.system.program;

import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.util.List;

/** Opens a pool, uses it and never closes it. */
public final class ForgottenPool {
  private ForgottenPool() {}

  /** Arguments: the folder of the board, and {@code end} or {@code collect}. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    if (args[1].equals("collect")) {
      use(board);
      Waits.until(
          "the workers end",
          () -> {
            System.gc();
            return ProcessHandle.current().children().findAny().isEmpty();
          });
    } else {
      use(board);
    }
  }

  @SuppressWarnings("resource")
  private static void use(Board board) {
    Pool pool = Pool.of(2);
    List<Long> pids = pool.map(x -> ProcessHandle.current().pid(), List.of(1, 2));
    pids.forEach(pid -> board.post("worker" + pid, pid));
  }
}
