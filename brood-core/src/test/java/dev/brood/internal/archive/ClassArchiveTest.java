package dev.brood.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path temp;

  private ArchiveFolder folder;
  private Path first;
  private Path second;

  @BeforeEach
  void makeJars() throws IOException {
    folder = new ArchiveFolder(temp.resolve("cache"));
    first = Files.writeString(temp.resolve("first.jar"), "one");
    second = Files.writeString(temp.resolve("second.jar"), "two");
  }

  private ClassArchive archive(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-cp");
    all.add(first + File.pathSeparator + second);
    return Objects.requireNonNull(ClassArchive.of(folder, JAVA, all));
  }

  private void make(ClassArchive archive, String... names) throws IOException {
    assertThat(folder.prepare()).isTrue();
    Path unfinished = archive.newUnfinished();
    Files.writeString(unfinished, "classes");
    archive.publish(unfinished, Set.of(names));
  }

  @Test
  void isUsedOnceItIsPublished() throws IOException {
    assertThat(archive().option()).isNull();

    make(archive());

    assertThat(archive().option())
        .isEqualTo("-XX:SharedArchiveFile=" + folder.archives().getFirst());
  }

  @Test
  void isAnotherWhenAJarHasChanged() throws IOException {
    make(archive());
    Files.setLastModifiedTime(second, FileTime.fromMillis(1_000));

    assertThat(archive().option()).isNull();

    make(archive());
    Files.writeString(second, "longer than it was");
    assertThat(archive().option()).isNull();
  }

  @Test
  void isAnotherForOtherOptionsButNotForOtherHeaps() throws IOException {
    make(archive("-XX:+UseSerialGC"));

    assertThat(archive("-XX:+UseParallelGC").option()).isNull();
    assertThat(archive("-XX:+UseSerialGC", "-Xmx1g", "-Da=b", "-XX:ErrorFile=x").option())
        .isNotNull();
  }

  @Test
  void coversTheClassPathUpToTheFirstDirectory() {
    String path = first + File.pathSeparator + temp + File.pathSeparator + second;

    assertThat(ClassArchive.of(folder, JAVA, List.of("-cp", path)))
        .extracting(ClassArchive::jars)
        .isEqualTo(List.of(first));
    assertThat(ClassArchive.of(folder, JAVA, List.of("-cp", temp.toString()))).isNull();
  }

  @Test
  void isNotForChildrenWithAnArchiveOrAgentOfTheirOwn() {
    for (String option :
        List.of("-XX:SharedArchiveFile=a", "-XX:AOTCache=a", "-Xshare:off", "-javaagent:a.jar")) {
      assertThat(ClassArchive.of(folder, JAVA, List.of(option, "-cp", first.toString())))
          .as(option)
          .isNull();
    }
  }

  @Test
  void isDueOnceAfterTheSecondStart() {
    ClassArchive archive = archive();

    assertThat(archive.wantsLook()).isFalse();
    assertThat(archive.wantsLook()).isTrue();
    assertThat(archive.wantsLook()).as("while somebody is about to look").isFalse();
    assertThat(archive.takeDue(Set.of())).isTrue();
    assertThat(archive.wantsLook()).isFalse();
    assertThat(archive.takeDue(Set.of())).isFalse();
  }

  @Test
  void isMadeAgainForClassesThatItWasNotAskedToHold() throws IOException {
    make(archive(), "a.First", "a.Second");
    ClassArchive archive = archive();

    assertThat(archive.takeDue(Set.of("a.First"))).isFalse();
    archive.wantsLook();
    assertThat(archive.wantsLook()).as("which classes are needed shows over time").isTrue();
    assertThat(archive.takeDue(Set.of("a.First", "a.Third"))).isTrue();
    assertThat(archive.names()).containsExactlyInAnyOrder("a.First", "a.Second");
  }

  @Test
  void isNotMadeAgainForeverForMoreAndMoreClasses() throws IOException {
    String[] names = IntStream.range(0, 1_024).mapToObj(i -> "a.C" + i).toArray(String[]::new);
    make(archive(), names);

    assertThat(archive().takeDue(Set.of("a.OneMore"))).isFalse();
  }

  @Test
  void isNeverDueWhereNothingCanBeWritten() throws IOException {
    folder = new ArchiveFolder(Files.writeString(temp.resolve("file"), "").resolve("cache"));
    ClassArchive archive = archive();

    assertThat(archive.takeDue(Set.of())).isFalse();
    assertThat(archive.option()).isNull();
  }

  @Test
  void isNotTakenFromAFolderThatOthersMayWriteTo() throws IOException {
    make(archive());

    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(archive().option()).isNull();
  }

  @Test
  void theOnesNotUsedForLongGoFirst() throws IOException {
    make(archive("-Xint"));
    Path old = folder.archives().getFirst();
    Files.setLastModifiedTime(old, FileTime.fromMillis(1_000));
    make(archive("-Xbatch"));

    folder.trim("classes".length());

    assertThat(folder.archives()).hasSize(1).doesNotContain(old);
    assertThat(folder.path().toFile().list()).as("an archive and its names").hasSize(2);
    assertThat(folder.clear()).isEqualTo(1);
    assertThat(folder.archives()).isEmpty();
  }

  @Test
  void whatAKilledTrainerLeftIsSweptLater() throws IOException {
    assertThat(folder.prepare()).isTrue();
    Path left = Files.writeString(folder.path().resolve("x" + ClassArchive.UNFINISHED), "half");
    Files.setLastModifiedTime(left, FileTime.fromMillis(1_000));

    make(archive());

    assertThat(left).doesNotExist();
    assertThat(folder.archives()).hasSize(1);
  }
}
