package dev.brood.system.program;

import dev.brood.manager.Manager;
import dev.brood.system.support.Board;
import java.time.Duration;
import java.util.List;

/** Has a manager that gives it up soon, and uses it again after a pause. */
public final class PatientOwner {
  private PatientOwner() {}

  /** Arguments: the folder of the board, the patience in milliseconds. */
  public static void main(String[] args) {
    Board board = new Board(args[0]);
    Duration patience = Duration.ofMillis(Long.parseLong(args[1]));
    try (Manager manager = Manager.builder().patience(patience).start()) {
      List<String> list = manager.list();
      board.post("manager", manager.pid().getAsLong());
      board.await("go on");
      list.add("still there");
      board.post("seen", list);
    }
  }
}
