package dev.brood.system.program;

import dev.brood.process.JvmProcess;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;

/** Ends, in one way or the other, while it has a daemon and a child that is none. */
public final class ChildrenAtExit {
  private ChildrenAtExit() {}

  /** Arguments: the folder of the board, and {@code return} or {@code exit}. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    start(true, () -> waitForever(board));
    start(false, () -> work(board));
    board.await("daemon");
    board.await("worker");
    board.post("main", "");
    if (args[1].equals("exit")) {
      System.exit(3);
    }
  }

  private static void start(boolean daemon, dev.brood.process.ProcessTarget target) {
    var _ = JvmProcess.builder().daemon(daemon).target(target).start();
  }

  private static void waitForever(Board board) throws InterruptedException {
    board.post("daemon", ProcessHandle.current().pid());
    Waits.untilInterrupted();
  }

  private static void work(Board board) {
    board.post("worker", ProcessHandle.current().pid());
    board.await("go");
    board.post("worked", "");
  }
}
