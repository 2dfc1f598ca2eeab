package dev.brood.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.launch.Children;
import dev.brood.internal.launch.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrivateFolderTest {
  private Path base;

  @BeforeEach
  void makeBase() throws IOException {
    // Not @TempDir: its paths may be too long for a socket.
    base = Files.createTempDirectory("bf");
  }

  @AfterEach
  void deleteBase() {
    assertThat(FolderSweep.deleteTree(base)).isTrue();
  }

  private int sweep() {
    return new FolderSweep(FolderName.next()).sweep(List.of(base));
  }

  private Path leftBy(String name, String content) throws IOException {
    Path folder = Files.createDirectory(base.resolve(name));
    Files.writeString(folder.resolve(PrivateFolder.LOCK_FILE), content);
    Files.createDirectory(folder.resolve("below"));
    Files.writeString(folder.resolve("below").resolve("file"), "left");
    return folder;
  }

  @Test
  void isMadeByAnInterruptedThreadToo() {
    Thread.currentThread().interrupt();
    PrivateFolder folder = PrivateFolder.create(List.of(base));
    assertThat(Thread.interrupted()).as("the interrupt is pending").isTrue();
    assertThat(folder.path()).exists();
    folder.close();
  }

  @Test
  void isForThisUserOnlyAndShort() throws IOException {
    try (PrivateFolder folder = PrivateFolder.create(List.of(base))) {
      assertThat(Files.getPosixFilePermissions(folder.path()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(folder.path().toString()).hasSizeLessThanOrEqualTo(PrivateFolder.LONGEST_PATH);
    }
  }

  @Test
  void closingDeletesItWithAllThatIsInIt() throws IOException {
    PrivateFolder folder = PrivateFolder.create(List.of(base));
    Files.writeString(folder.path().resolve("file"), "x");
    folder.close();
    folder.close();
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void takesTheFirstPlaceThatWorks() throws IOException {
    Path tooLong = Files.createDirectory(base.resolve("x".repeat(80)));
    try (PrivateFolder folder =
        PrivateFolder.create(List.of(base.resolve("missing"), tooLong, base))) {
      assertThat(folder.path().getParent()).isEqualTo(base);
    }
  }

  @Test
  void saysWhyNoPlaceWorks() {
    List<Path> bases = List.of(base.resolve("missing"), base.resolve("x".repeat(80)));
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(() -> PrivateFolder.create(bases))
        .withMessageContaining("missing")
        .withMessageContaining("NoSuchFile")
        .withMessageContaining("at most 80")
        .withMessageContaining("-Djava.io.tmpdir");
  }

  @Test
  void sweepDeletesWhatAKilledOwnerLeft() throws Exception {
    Process owner = Children.javaProcess(List.of(), OwnFolder.class, base.toString()).start();
    try (BufferedReader out = owner.inputReader(StandardCharsets.UTF_8)) {
      Path folder = Path.of(out.readLine());
      assertThat(sweep()).isZero();
      assertThat(folder).isDirectory();
      owner.destroyForcibly().waitFor();
      assertThat(folder).isDirectory();
      assertThat(sweep()).isOne();
      assertThat(base).isEmptyDirectory();
    }
  }

  @Test
  void ownSweepGivesUpNoLockOfOurs() throws Exception {
    try (PrivateFolder folder = PrivateFolder.create(List.of(base))) {
      assertThat(sweep()).isZero();
      assertThat(Children.linesOfJava(List.of(), Sweep.class, base.toString()))
          .containsExactly("0");
      assertThat(folder.path()).isDirectory();
    }
  }

  @Test
  void manySweepersShareTheWork() throws Exception {
    try (PrivateFolder alive = PrivateFolder.create(List.of(base))) {
      for (int i = 0; i < 40; i++) {
        leftBy("brood-" + (4_000_000 + i) + "-a-b", "owner");
      }
      List<Process> sweepers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sweepers.add(Children.javaProcess(List.of(), Sweep.class, base.toString()).start());
      }
      int deleted = 0;
      for (Process sweeper : sweepers) {
        try (BufferedReader out = sweeper.inputReader(StandardCharsets.UTF_8)) {
          deleted += Integer.parseInt(out.readLine());
        }
      }
      assertThat(deleted).isEqualTo(40);
      assertThat(base).isDirectoryNotContaining(path -> !path.equals(alive.path()));
      assertThat(alive.path()).isDirectory();
    }
  }

  @Test
  void sweepKeepsWhatIsBeingMadeUntilItIsOld() throws IOException {
    Path empty = leftBy("brood-4000000-a-b", "");
    Path without = Files.createDirectory(base.resolve("brood-4000001-a-b"));
    assertThat(sweep()).isZero();
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Files.setLastModifiedTime(empty, longAgo);
    Files.setLastModifiedTime(without, longAgo);
    assertThat(sweep()).isEqualTo(2);
  }

  @Test
  void sweepFollowsNoLinkAndTouchesNoOtherName() throws IOException {
    Path outside = leftBy("outside", "owner");
    Files.createSymbolicLink(base.resolve("brood-4000000-a-b"), outside);
    Path dead = leftBy("brood-4000001-a-b", "owner");
    Files.createSymbolicLink(dead.resolve("link"), outside);
    Path other = leftBy("brood-4000002-a", "owner");
    assertThat(sweep()).isOne();
    assertThat(dead).doesNotExist();
    assertThat(outside.resolve("below").resolve("file")).exists();
    assertThat(other).exists();
  }

  @Test
  void folderOfTheJvmGoesWhenTheJvmExits() throws Exception {
    List<String> lines =
        Children.linesOfJava(
            List.of("-Djava.io.tmpdir=" + base), Programs.Relay.class, "java.io.tmpdir");
    assertThat(lines).containsExactly("java.io.tmpdir=" + base, "exit code 0");
    assertThat(base).isEmptyDirectory();
  }

  /** Makes a folder in the directory of its argument and waits for the end of its input. */
  static final class OwnFolder {
    public static void main(String[] args) throws IOException {
      PrivateFolder folder = PrivateFolder.create(List.of(Path.of(args[0])));
      System.out.println(folder.path());
      System.out.flush();
      int end = System.in.read();
      if (end != 'k') {
        folder.close();
      }
    }
  }

  /** Sweeps the directory of its argument and prints how many folders that were. */
  static final class Sweep {
    public static void main(String[] args) {
      System.out.println(new FolderSweep(FolderName.next()).sweep(List.of(Path.of(args[0]))));
    }
  }
}
