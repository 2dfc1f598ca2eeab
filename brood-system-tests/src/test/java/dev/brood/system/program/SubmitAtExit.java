package dev.brood.system.program;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.system.support.Board;

/** Submits a task when it is about to end already. */
public final class SubmitAtExit {
  private SubmitAtExit() {}

  /** Argument: the folder of the board. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    ProcessPoolExecutor executor = ProcessPoolExecutor.shared(1);
    board.post("worker", executor.submit(() -> ProcessHandle.current().pid()).join());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              String end;
              try {
                end = executor.submit(() -> "done").join();
              } catch (RuntimeException e) {
                end = e.toString();
              }
              board.post("submitted", end);
            }));
  }
}
