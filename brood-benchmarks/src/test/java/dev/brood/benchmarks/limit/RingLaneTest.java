package dev.brood.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RingLaneTest {

  @Test
  void messagesComeOutInOrderAlsoWhenTheRingWraps() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(RingLane.BYTES, RingLane.SLOT_BYTES);
      RingLane writer = new RingLane(memory);
      RingLane reader = new RingLane(memory);
      int next = 0;
      for (int round = 0; round < 3; round++) {
        int first = next;
        while (writer.hasRoom()) {
          writer.give(next++);
        }
        assertThat(next - first).isEqualTo(RingLane.SLOTS);
        for (int expected = first; expected < next; expected++) {
          assertThat(reader.take()).isEqualTo(expected);
        }
        assertThat(reader.hasNext()).isFalse();
      }
    }
  }
}
