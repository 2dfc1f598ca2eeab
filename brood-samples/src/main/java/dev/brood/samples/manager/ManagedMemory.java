package dev.brood.samples.manager;

import dev.brood.manager.Manager;
import dev.brood.manager.MemoryManager;
import dev.brood.memory.ShareableList;
import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import java.util.List;

/** Shared memory that lives as long as its manager says, whoever made it. */
public final class ManagedMemory {
  private ManagedMemory() {}

  static void main() throws Exception {
    try (Manager manager = Manager.start()) {
      // @start region="memory"
      try (MemoryManager memory = manager.memory()) {
        ShareableList list = memory.list(List.of("red", 1L));
        try (JvmProcess child =
            JvmProcess.start(() -> {
              list.set(1, 2L);
              // Outlives this process, though nobody else has it yet.
              SharedMemory block = memory.create("results", 1 << 20);
              block.asLongs().set(0, 42);
            })) {
          child.join();
        }
        try (SharedMemory block = SharedMemory.open("results")) {
          IO.println(list + " " + block.asLongs().get(0));
        }
        list.close();
      } // all that is left of it is freed
      // @end
    }
  }
}
