package dev.brood.system.program;

import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Board;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Says what is to be done when a child has ended, and ends before that. */
public final class ActionAtExit {
  private ActionAtExit() {}

  /** Arguments: the folder of the board. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    JvmProcess child = JvmProcess.start(() -> System.exit(7));
    var _ = child.onExit().thenAccept(status -> tell(board, status));
  }

  private static void tell(Board board, ExitStatus status) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    board.post("told", status);
  }
}
