package dev.brood.system.program;

import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Board;
import java.util.List;

/** Starts children of both kinds, waits for them and ends: the next user of the library. */
public final class FamilyOfOne {
  private FamilyOfOne() {}

  /** Arguments: the folder of the board. */
  public static void main(String[] args) throws InterruptedException {
    Board board = new Board(args[0]);
    try (JvmProcess child = JvmProcess.start(() -> System.out.println("hello"));
        Pool pool = Pool.of(1)) {
      child.join();
      board.post("doubled", pool.map(x -> 2 * x, List.of(1, 2)));
      board.await("go");
    }
  }
}
