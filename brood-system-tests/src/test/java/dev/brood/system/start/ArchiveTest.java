package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.ArchiveLeaver;
import dev.brood.system.program.ArchiveUser;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class-data archives: made in the background, used by the children after that, harmless. */
class ArchiveTest {
  @TempDir Path folder;

  private static OwnerJvm start(Path cache, Object... arguments) {
    return OwnerJvm.start(List.of("-Ddev.brood.cache=" + cache), ArchiveUser.class, arguments);
  }

  private static List<Path> files(Path cache) throws IOException {
    try (Stream<Path> all = Files.list(cache)) {
      return all.toList();
    }
  }

  @Test
  void isMadeInTheBackgroundAndUsedFromThenOn() throws Exception {
    Path cache = folder.resolve("cache");
    try (OwnerJvm owner = start(cache, cache)) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(owner.output().lines()).containsExactly("plain", "plain", "archived");
      assertThat(owner.error()).isEmpty();
    }
    assertThat(files(cache)).hasSize(1);
    try (OwnerJvm next = start(cache)) {
      assertThat(next.exitCode()).isZero();
      assertThat(next.output().lines()).containsExactly("archived", "archived", "archived");
    }
  }

  @Test
  void anOwnerThatEndsTakesTheTraineeWithIt() throws Exception {
    try (OwnerJvm owner =
        OwnerJvm.start(
            List.of("-Ddev.brood.cache=" + folder.resolve("cache")), ArchiveLeaver.class)) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      long trainee = Long.parseLong(owner.output().strip());
      Waits.until("the trainee is gone", () -> !isAlive(trainee));
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aDamagedOneHarmsNobody() throws Exception {
    Path cache = folder.resolve("cache");
    try (OwnerJvm owner = start(cache, cache)) {
      assertThat(owner.exitCode()).isZero();
    }
    Path archive = files(cache).getFirst();
    Files.write(archive, new byte[] {1, 2, 3});
    try (OwnerJvm owner = start(cache)) {
      assertThat(owner.exitCode()).isZero();
      assertThat(owner.output().lines()).hasSize(3);
      assertThat(owner.error()).isEmpty();
    }
  }

  @Test
  void anUnwritableCacheIsNoCache() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    try (OwnerJvm owner = start(file.resolve("cache"))) {
      assertThat(owner.exitCode()).isZero();
      assertThat(owner.output().lines()).containsExactly("plain", "plain", "plain");
      assertThat(owner.error()).isEmpty();
    }
  }

  @Test
  void manyOwnersThatMakeTheSameLeaveOne() throws Exception {
    Path cache = folder.resolve("cache");
    List<OwnerJvm> owners = Stream.generate(() -> start(cache, cache)).limit(4).toList();
    try {
      for (OwnerJvm owner : owners) {
        assertThat(owner.exitCode()).as(owner.error()).isZero();
        assertThat(owner.output().lines()).last().isEqualTo("archived");
      }
    } finally {
      owners.forEach(OwnerJvm::close);
    }
    assertThat(files(cache).stream().filter(each -> each.toString().endsWith(".jsa"))).hasSize(1);
  }
}
