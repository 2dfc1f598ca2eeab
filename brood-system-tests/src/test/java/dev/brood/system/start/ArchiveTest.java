package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.ArchiveLeaver;
import dev.brood.system.program.ArchivePoolUser;
import dev.brood.system.program.ArchiveUser;
import dev.brood.system.program.ArchiveUser.Until;
import dev.brood.system.support.Delays;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class-data archives: made in the background, used by the children after that, harmless. */
class ArchiveTest {
  @TempDir Path folder;

  private static OwnerJvm start(Path cache, Until until) {
    return OwnerJvm.start(List.of("-Ddev.brood.cache=" + cache), ArchiveUser.class, until, cache);
  }

  private static void assertPlain(OwnerJvm owner) throws InterruptedException {
    assertThat(owner.exitCode(Delays.PATIENT.multipliedBy(2))).as(owner.error()).isZero();
    assertThat(owner.output().lines()).containsExactly("plain", "plain", "plain");
    assertThat(owner.error()).isEmpty();
  }

  private static List<Path> files(Path cache) throws IOException {
    try (Stream<Path> all = Files.list(cache)) {
      return all.toList();
    }
  }

  private static List<Path> archives(Path cache) throws IOException {
    return files(cache).stream().filter(each -> each.toString().endsWith(".jsa")).toList();
  }

  @Test
  void isMadeInTheBackgroundAndUsedFromThenOn() throws Exception {
    Path cache = folder.resolve("cache");
    Path loaded = folder.resolve("loaded.txt");
    List<String> options = List.of("-Ddev.brood.cache=" + cache);
    try (OwnerJvm owner =
        OwnerJvm.start(options, ArchiveUser.class, Until.ARCHIVED, cache, loaded)) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(owner.output().lines()).containsExactly("plain", "plain", "archived");
      assertThat(owner.error()).isEmpty();
    }
    assertThat(archives(cache)).hasSize(1);
    try (OwnerJvm next = OwnerJvm.start(options, ArchiveUser.class, Until.AT_ONCE, cache, loaded)) {
      assertThat(next.exitCode()).isZero();
      assertThat(next.output().lines()).containsExactly("archived", "archived", "archived");
    }
    assertAllOfOursIsArchived(loaded);
    // Each of these takes a millisecond and more to be made.
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.startsWith("java.lang.invoke.LambdaForm$"))
        .allMatch(line -> line.contains("shared objects file"));
  }

  /** One class from a jar has the whole jar opened, which takes as long as all the rest. */
  private static void assertAllOfOursIsArchived(Path loaded) throws IOException {
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.startsWith("dev.brood.") && !line.startsWith("dev.brood.system."))
        .isNotEmpty()
        .allMatch(line -> line.contains("shared objects file"));
  }

  @Test
  void isMadeForWorkersToo() throws Exception {
    Path cache = folder.resolve("cache");
    Path loaded = folder.resolve("loaded.txt");
    try (OwnerJvm owner =
        OwnerJvm.start(
            List.of("-Ddev.brood.cache=" + cache), ArchivePoolUser.class, cache, loaded)) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
    }
    assertAllOfOursIsArchived(loaded);
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
    try (OwnerJvm owner = start(cache, Until.ARCHIVED)) {
      assertThat(owner.exitCode()).isZero();
    }
    Path archive = archives(cache).getFirst();
    Files.write(archive, new byte[] {1, 2, 3});
    try (OwnerJvm owner = start(cache, Until.AT_ONCE)) {
      assertThat(owner.exitCode()).isZero();
      assertThat(owner.output().lines()).hasSize(3);
      assertThat(owner.error()).isEmpty();
    }
  }

  @Test
  void anUnwritableCacheIsNoCache() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    try (OwnerJvm owner = start(file.resolve("cache"), Until.AT_ONCE)) {
      assertPlain(owner);
    }
  }

  @Test
  void aTrainerThatIsKilledLeavesNothing() throws Exception {
    Path cache = folder.resolve("cache");
    try (OwnerJvm owner = start(cache, Until.KILLED)) {
      assertPlain(owner);
    }
    assertThat(files(cache)).isEmpty();
    try (OwnerJvm next = start(cache, Until.ARCHIVED)) {
      assertThat(next.exitCode()).as(next.error()).isZero();
      assertThat(next.output().lines()).last().isEqualTo("archived");
    }
  }

  @Test
  void aFullDiskIsNoCache() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path left = folder.resolve("left.txt");
    // A file system of the test's own, which needs a namespace of its own.
    String mount = "mount -t tmpfs -o size=64k,mode=700 tmpfs " + cache;
    Assumptions.assumeTrue(isPossible(mount), "file systems cannot be mounted here");
    List<String> prefix =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            mount + " && \"$@\"; code=$?; ls " + cache + " > " + left + "; exit $code",
            "sh");
    List<String> options = List.of("-Ddev.brood.cache=" + cache);
    try (OwnerJvm owner =
        OwnerJvm.start(prefix, options, ArchiveUser.class, Until.TRAINED, cache)) {
      assertPlain(owner);
    }
    assertThat(left).isEmptyFile();
  }

  private static boolean isPossible(String command) throws Exception {
    try {
      Process tried =
          new ProcessBuilder("unshare", "-rm", "sh", "-c", command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return tried.waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  @Test
  void withoutAHomeThereIsNoCache() throws Exception {
    List<String> prefix = List.of("env", "-u", "HOME", "-u", "XDG_CACHE_HOME");
    // As a user without an entry in the user database has it. An empty property is no property.
    List<String> options = List.of("-Duser.home=?", "-Ddev.brood.cache=");
    try (OwnerJvm owner = OwnerJvm.start(prefix, options, ArchiveUser.class, Until.AT_ONCE)) {
      assertPlain(owner);
    }
  }

  @Test
  void manyOwnersThatMakeTheSameLeaveOne() throws Exception {
    race(4);
  }

  @Test
  @Tag("chaos")
  void twentyOwnersThatMakeTheSameLeaveOne() throws Exception {
    race(20);
  }

  private void race(int count) throws Exception {
    Path cache = folder.resolve("cache");
    List<OwnerJvm> owners =
        Stream.generate(() -> start(cache, Until.ARCHIVED)).limit(count).toList();
    try {
      for (OwnerJvm owner : owners) {
        assertThat(owner.exitCode(Delays.STUCK)).as(owner.error()).isZero();
        assertThat(owner.output().lines()).last().isEqualTo("archived");
        assertThat(owner.error()).isEmpty();
      }
    } finally {
      owners.forEach(OwnerJvm::close);
    }
    assertThat(archives(cache)).hasSize(1);
    // All of them leave the same, and it works.
    try (OwnerJvm next = start(cache, Until.AT_ONCE)) {
      assertThat(next.exitCode()).isZero();
      assertThat(next.output().lines()).containsExactly("archived", "archived", "archived");
    }
  }
}
