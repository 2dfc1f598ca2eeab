package dev.brood.system.program;

import dev.brood.memory.SharedMemory;
import dev.brood.system.support.Board;

/** A JVM of no family of the test: opens a block by its name, adds to it, and stays for a while. */
public final class Stranger {
  private Stranger() {}

  /** Arguments: the folder of the board, the name. */
  public static void main(String[] args) throws Exception {
    Board board = new Board(args[0]);
    try (SharedMemory memory = SharedMemory.open(args[1])) {
      board.post("seen", memory.asLongs().getAndAdd(0, 1));
      board.await("go");
    }
  }
}
