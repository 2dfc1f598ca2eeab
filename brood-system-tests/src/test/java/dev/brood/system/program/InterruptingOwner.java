package dev.brood.system.program;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.system.support.Board;
import java.util.concurrent.CompletableFuture;

/** Cancels the task of a worker, which is told so only if it has joined, and uses it again. */
public final class InterruptingOwner {
  private InterruptingOwner() {}

  /** Arguments: the folder of the board. */
  public static void main(String[] args) throws Exception {
    Board board = new Board(args[0]);
    try (ProcessPoolExecutor executor = ProcessPoolExecutor.builder().workers(1).build()) {
      CompletableFuture<String> endless =
          executor.submit(() -> {
            board.post("begun", ProcessHandle.current().pid());
            return board.await("never");
          });
      String first = board.await("begun");
      endless.cancel(true);
      String second = executor.submit(() -> Long.toString(ProcessHandle.current().pid())).get();
      board.post("result", first.equals(second) ? "the same worker" : "another worker");
    }
  }
}
