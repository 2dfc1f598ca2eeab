package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.memory.SharedMemory;
import dev.brood.memory.SharingReport;
import dev.brood.pool.Pool;
import org.junit.jupiter.api.Test;

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
          .contains("not used");
      assertThat(pool.apply(() -> SharingReport.take().folder().toString()))
          .isEqualTo(report.folder().toString());
      assertThat(block.size()).isEqualTo(1 << 20);
    }
  }
}
