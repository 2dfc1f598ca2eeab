package dev.brood.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessUsageTest {

  @Test
  void whatIsPrivateIsUnique() {
    List<String> rollup =
        List.of(
            "00400000-7ffc0000 ---p 00000000 00:00 0    [rollup]",
            "Rss:               40000 kB",
            "Pss:               22000 kB",
            "Pss_Dirty:         15500 kB",
            "Shared_Clean:      20000 kB",
            "Private_Clean:      1000 kB",
            "Private_Dirty:     15000 kB");
    assertThat(ProcessUsage.uniqueBytes(rollup)).isEqualTo(16_000L * 1024);
    assertThat(ProcessUsage.proportionalBytes(rollup)).isEqualTo(22_000L * 1024);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisProcess() throws Exception {
    long self = ProcessHandle.current().pid();
    assertThat(ProcessUsage.cpuNanos(List.of(self))).isPositive();
    assertThat(ProcessUsage.uniqueBytes(self)).isPositive();
  }
}
