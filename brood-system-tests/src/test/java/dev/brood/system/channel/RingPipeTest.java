package dev.brood.system.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.process.JvmProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RingPipeTest extends PipeContract {
  private static final long BEYOND_AN_ARRAY = (2L << 30) + 12_345;

  @Override
  Pipe open() {
    return Pipe.open(Pipe.Transport.RING);
  }

  @Override
  Pipe oneWay() {
    return Pipe.oneWay(Pipe.Transport.RING);
  }

  @Test
  @Tag("chaos")
  void aMessageMayBeLongerThanAnArray() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              try (Arena arena = Arena.ofShared()) {
                MemorySegment memory = arena.allocate(BEYOND_AN_ARRAY);
                there.send(there.receiveBytes(memory));
                there.send(memory.get(ValueLayout.JAVA_BYTE, BEYOND_AN_ARRAY - 1));
              }
            });
        Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(BEYOND_AN_ARRAY);
      memory.set(ValueLayout.JAVA_BYTE, BEYOND_AN_ARRAY - 1, (byte) 9);
      here.sendBytes(memory);
      assertThat(here.<Long>receive()).isEqualTo(BEYOND_AN_ARRAY);
      assertThat(here.<Byte>receive()).isEqualTo((byte) 9);
      child.join();
    }
  }
}
