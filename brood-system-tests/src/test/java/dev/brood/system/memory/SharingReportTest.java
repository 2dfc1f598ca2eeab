package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.memory.SharedMemory;
import dev.brood.memory.SharingReport;
import dev.brood.pool.Pool;
import dev.brood.system.support.NativeAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The report of how processes share. */
class SharingReportTest {

  @Test
  void saysWhereTheSharedFilesAre() {
    try (SharedMemory block = SharedMemory.create(1 << 20);
        Pool pool = Pool.of(1)) {
      SharingReport report = SharingReport.take();
      assertThat(report.folder()).isDirectory();
      assertThat(report.inMemory()).isEqualTo(report.folder().startsWith("/dev/shm"));
      assertThat(report.freeBytes()).isPositive();
      assertThat(report.toString())
          .contains(report.folder().toString())
          .contains(report.inMemory() ? "in memory" : "on disk")
          .contains(report.futex() ? "futex" : "not granted");
      assertThat(pool.apply(() -> SharingReport.take().folder().toString()))
          .isEqualTo(report.folder().toString());
      assertThat(block.size()).isEqualTo(1 << 20);
    }
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void saysWhetherThreadsWakeEachOtherByFutex() {
    try (Pool portable = Pool.of(1);
        Pool pool = Pool.builder().workers(1).jvm(NativeAccess.GRANTED).build()) {
      assertThat(pool.apply(() -> SharingReport.take().toString()))
          .contains("wake-ups: futex in the first millisecond", "native access: granted");
      assertThat(portable.apply(() -> SharingReport.take().futex())).isFalse();
    }
  }
}
