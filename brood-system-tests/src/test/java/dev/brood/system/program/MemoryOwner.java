package dev.brood.system.program;

import dev.brood.memory.SharedMemory;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;

/** Makes a block under a name and holds it until it is killed. */
public final class MemoryOwner {
  private MemoryOwner() {}

  /** Arguments: the folder of the board, the name. */
  public static void main(String[] args) throws Exception {
    Board board = new Board(args[0]);
    try (SharedMemory memory = SharedMemory.create(args[1], 4096)) {
      memory.asLongs().set(0, 42);
      board.post("ready", memory.name());
      Waits.untilInterrupted();
    }
  }
}
