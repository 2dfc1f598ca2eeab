package dev.brood.system.program;

import dev.brood.manager.Manager;
import dev.brood.manager.MemoryManager;
import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;

/** Has a manager make shared memory, which a child uses too, until all is killed. */
public final class MemoryManagerOwner {
  private MemoryManagerOwner() {}

  /** Argument: the folder of the board. */
  public static void main(String[] args) throws Exception {
    Board board = new Board(args[0]);
    try (Manager manager = Manager.start();
        MemoryManager memory = manager.memory();
        SharedMemory block = memory.create(4096);
        JvmProcess child =
            JvmProcess.start(() -> {
              block.asLongs().set(0, 1);
              board.post("child", "");
              Waits.untilInterrupted();
            })) {
      board.await("child");
      board.post("ready", manager.pid().getAsLong() + " " + child.pid());
      Waits.untilInterrupted();
    }
  }
}
