package dev.brood.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineMemoryTest {

  @Test
  void understandsWhatLinuxSays() {
    assertThat(MachineMemory.ofMachine("MemTotal:   24683716 kB\nMemFree: 1 kB\n"))
        .isEqualTo(24683716L * 1024);
    assertThat(MachineMemory.ofMachine(null)).isEqualTo(-1);
    assertThat(MachineMemory.ofMachine("MemTotal: much\n")).isEqualTo(-1);
  }

  @Test
  void theBeanKnowsItToo() {
    assertThat(MachineMemory.ofBean()).isGreaterThanOrEqualTo(MachineMemory.total() / 2);
    assertThat(MachineMemory.total()).isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory() / 2);
  }
}
