package dev.brood.samples.memory;

import dev.brood.memory.Shared;
import dev.brood.pool.Pool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Many tasks on several workers read one large table, of which there is one copy. */
public final class Broadcast {
  private static final long ENTRIES = 1_000_000;

  static void main() {
    try (Arena arena = Arena.ofConfined();
        Pool pool = Pool.of(2)) {
      MemorySegment squares = arena.allocate(ValueLayout.JAVA_LONG, ENTRIES);
      for (long i = 0; i < ENTRIES; i++) {
        squares.setAtIndex(ValueLayout.JAVA_LONG, i, i * i);
      }
      // @start region="shared"
      try (var table = Shared.of(squares)) {
        List<Long> found = pool.map(index -> lookUp(table, index), List.of(3L, 5L, 999L));
        IO.println(found);
      }
      // @end
    }
  }

  static long lookUp(Shared<MemorySegment> table, long index) {
    return table.value().getAtIndex(ValueLayout.JAVA_LONG, index);
  }
}
