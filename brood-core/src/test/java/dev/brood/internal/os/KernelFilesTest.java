package dev.brood.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelFilesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|1", "0-3|4", "0-1,8|3", "0-1,4-7,9|7", "x|0", "3-1|0", "''|0", "0-99999999|0"})
  void countsLists(String list, int count) {
    assertThat(KernelFiles.countOf(list)).isEqualTo(count);
  }

  @Test
  void missingFilesAreNull() {
    assertThat(KernelFiles.text("/no/such/file")).isNull();
    assertThat(KernelFiles.number(null, 5)).isEqualTo(5);
    assertThat(KernelFiles.valueOf(null, "a")).isNull();
  }

  @Test
  void namesSignalsOfEachPlatform() {
    assertThat(Signals.name(7, Platform.LINUX)).isEqualTo("SIGBUS");
    assertThat(Signals.name(10, Platform.MAC)).isEqualTo("SIGBUS");
    assertThat(Signals.name(31, Platform.LINUX)).isEqualTo("SIGSYS");
    assertThat(Signals.name(31, Platform.MAC)).isEqualTo("SIGUSR2");
    assertThat(Signals.name(40, Platform.LINUX)).isEqualTo("SIG40");
  }
}
