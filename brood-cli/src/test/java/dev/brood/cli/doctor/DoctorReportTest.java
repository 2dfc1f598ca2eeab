package dev.brood.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.cli.doctor.Finding.Level;
import dev.brood.internal.archive.ArchiveFolder;
import dev.brood.internal.folder.SharedMemoryDirectory;
import dev.brood.process.CpuBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorReportTest {
  private static final long GB = 1L << 30;

  @TempDir private Path folder;

  @Test
  void memoryThatTheWorkersCannotExceedIsWell() {
    Finding finding = MachineFindings.memory(8 * GB, 6 * GB, 8 * GB, 2);
    assertThat(finding.level()).isEqualTo(Level.OK);
    assertThat(finding.value())
        .isEqualTo(
            "8.0 GB by the machine, 6.0 GB free; the heap of each of 2 workers may grow to 2.0 GB");
    Finding many = MachineFindings.memory(2 * GB, GB, 64 * GB, 8);
    assertThat(many.level()).isEqualTo(Level.OK);
    assertThat(many.value()).contains("the control group").endsWith("8 workers may grow to 128 MB");
  }

  @Test
  void memoryThatTheWorkersMayExceedNamesAHeap() {
    Finding finding = MachineFindings.memory(GB / 2, GB / 4, 64 * GB, 8);
    assertThat(finding.level()).isEqualTo(Level.ADVICE);
    assertThat(finding.advice()).contains("8 workers", ".heap(\"32m\")");
  }

  @Test
  void aBrokenQuotaIsNamed() {
    CpuBudget budget =
        new CpuBudget(
            2,
            "the CPU quota of the control group",
            OptionalInt.of(8),
            OptionalInt.of(8),
            OptionalDouble.of(1.5),
            OptionalInt.empty(),
            2,
            OptionalInt.empty());
    assertThat(MachineFindings.processors(budget).level()).isEqualTo(Level.ADVICE);
  }

  @Test
  void sharedMemoryOfAContainerIsLittle() {
    var place = new SharedMemoryDirectory.Place(Path.of("/dev/shm/brood-1"), true, "");
    assertThat(MachineFindings.sharedMemory(place, 64 << 20).advice()).contains("--shm-size");
    assertThat(MachineFindings.sharedMemory(place, GB).level()).isEqualTo(Level.OK);
    var disk = new SharedMemoryDirectory.Place(Path.of("/tmp/brood-1"), false, "no mount");
    assertThat(MachineFindings.sharedMemory(disk, GB).advice()).contains("tmpfs");
  }

  @Test
  void aCacheThatOthersMayWriteToIsNoCache() throws IOException {
    Files.writeString(folder.resolve("a.jsa"), "12345");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Finding ours = StartFindings.archive(new ArchiveFolder(folder));
    assertThat(ours.level()).isEqualTo(Level.OK);
    assertThat(ours.figures()).containsEntry("archives", 1.0).containsEntry("archive_bytes", 5.0);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(StartFindings.archive(new ArchiveFolder(folder)).advice()).contains("chmod 700");
  }

  @Test
  void aSlowStartIsJudgedBesideABareJvm() {
    assertThat(StartFindings.spawn(60, 50).level()).isEqualTo(Level.OK);
    assertThat(StartFindings.spawn(200, 50).level()).isEqualTo(Level.ADVICE);
  }

  @Test
  void aProblemIsUnhealthyAndAdviceIsNot() {
    Finding ok = Finding.ok("one", "is well").with("size_bytes", 3);
    Finding advice = Finding.advice("two", "is slow", "do \"this\"");
    Finding problem = Finding.problem("three", "is broken", "mend it");
    assertThat(new DoctorReport(List.of(ok, advice)).isHealthy()).isTrue();

    DoctorReport report = new DoctorReport(List.of(ok, advice, problem));
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.toText().lines())
        .containsExactly(
            "ok      one            is well",
            "advice  two            is slow",
            "                       -> do \"this\"",
            "problem three          is broken",
            "                       -> mend it");
    assertThat(report.toJson().lines())
        .containsExactly(
            "{\"healthy\":false,\"findings\":[",
            "{\"name\":\"one\",\"level\":\"ok\",\"value\":\"is"
                + " well\",\"advice\":null,\"size_bytes\":3},",
            "{\"name\":\"two\",\"level\":\"advice\",\"value\":\"is slow\",\"advice\":\"do"
                + " \\\"this\\\"\"},",
            "{\"name\":\"three\",\"level\":\"problem\",\"value\":\"is broken\",\"advice\":\"mend"
                + " it\"}",
            "]}");
  }

  @Test
  void sizesHaveTwoOrThreeDigits() {
    assertThat(Sizes.text(0)).isEqualTo("0 B");
    assertThat(Sizes.text(1023)).isEqualTo("1023 B");
    assertThat(Sizes.text(1536)).isEqualTo("1.5 kB");
    assertThat(Sizes.text(1_000_000)).isEqualTo("977 kB");
    assertThat(Sizes.text(24 * GB)).isEqualTo("24 GB");
  }
}
