package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Pool;
import dev.brood.system.support.MemoryGroup;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Workers that the kernel kills for want of memory. */
class KernelKillTest {
  private static final int LIMIT = 160 << 20;
  private static final int PAGE = 4096;

  @Test
  void isToldFromAKillBySomebody() throws Exception {
    Optional<MemoryGroup> made = MemoryGroup.of(LIMIT);
    Assumptions.assumeTrue(made.isPresent(), "this user may not make control groups");
    try (MemoryGroup group = made.orElseThrow();
        Pool pool = Pool.of(1)) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(number -> number == 2 ? fill(group) : number, List.of(0, 1, 2, 3));
      assertThat(outcomes.get(2)).isInstanceOf(Crashed.class);
      Crashed<Integer> crashed = (Crashed<Integer>) outcomes.get(2);
      assertThat(crashed.death().signal()).isEqualTo(9);
      assertThat(crashed.death().likelyCause()).contains("killed by the kernel for want of memory");
      assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(3);
    }
  }

  private static int fill(MemoryGroup group) {
    group.join();
    // Outside of the heap, which has a limit of its own.
    ByteBuffer bytes = ByteBuffer.allocateDirect(2 * LIMIT);
    for (int i = 0; i < bytes.capacity(); i += PAGE) {
      bytes.put(i, (byte) 1);
    }
    return bytes.get(LIMIT);
  }
}
