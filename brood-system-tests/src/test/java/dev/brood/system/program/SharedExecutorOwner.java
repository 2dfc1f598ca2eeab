package dev.brood.system.program;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.system.support.Board;

/** Uses the shared executor, which nobody closes, and ends. */
public final class SharedExecutorOwner {
  private SharedExecutorOwner() {}

  /** Argument: the folder of the board. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    long pid = ProcessPoolExecutor.shared(2).submit(() -> ProcessHandle.current().pid()).join();
    board.post("worker", pid);
  }
}
