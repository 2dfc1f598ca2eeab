package dev.brood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BroodCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int brood(String... args) {
    CommandLine command = BroodCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void tellsItsVersionAndTheJdk() {
    assertThat(brood("--version")).isZero();
    assertThat(out.toString()).startsWith("brood 0.").contains("JDK 25").doesNotContain("${");
  }

  @Test
  void helpNamesCommandsAndExitCodes() {
    assertThat(brood("help")).isZero();
    assertThat(out.toString())
        .contains("demo", "bench", "doctor", "cache", "completion", "Exit codes");
  }

  @Test
  void listsBenchmarks() {
    assertThat(brood("bench", "--list")).isZero();
    assertThat(out.toString()).contains("pool.apply ", "pool.map ");
  }

  @Test
  void listsSamplesInColumns() {
    assertThat(brood("demo", "--list")).isZero();
    assertThat(out.toString().lines())
        .contains(" 1  hello-process            one child process says hello")
        .allMatch(line -> line.matches("[ \\d]\\d  [a-z0-9-]+ +\\S.*"));
  }

  @Test
  void findsThePrimesIfNoSampleIsNamed() {
    Path picture = folder.resolve("primes.png");
    assertThat(brood("demo", "--limit=100", "--workers=1", "--png=" + picture)).isZero();
    assertThat(picture).isNotEmptyFile();
  }

  @Test
  void givesASampleItsArguments() {
    Path picture = folder.resolve("primes.png");
    assertThat(brood("demo", "primes", "--limit=100", "--workers=1", "--png", picture.toString()))
        .isZero();
    assertThat(picture).isNotEmptyFile();
  }

  @Test
  void aFailingSampleIsExitCodeOne() {
    Path nowhere = folder.resolve("none").resolve("primes.png");
    assertThat(brood("demo", "--limit=100", "--workers=1", "--png=" + nowhere)).isEqualTo(1);
    assertThat(err.toString()).contains("NoSuchFileException");
  }

  @Test
  void suggestsTheSampleThatWasMeant() {
    assertThat(brood("demo", "hello-proces")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean hello-process?");
  }

  @Test
  void aSampleMayNotUnderstandItsArguments() {
    assertThat(brood("demo", "primes", "--limit=many")).isEqualTo(2);
    assertThat(err.toString()).contains("demo primes: --limit is a number from 1, not many");
    assertThat(brood("demo", "own-memory", "--limit=3")).isEqualTo(2);
    assertThat(brood("demo", "--limit=3", "own-memory")).isEqualTo(2);
  }

  @Test
  void aMistakeOnTheCommandLineIsExitCodeTwo() {
    assertThat(brood()).isEqualTo(2);
    assertThat(brood("demo", "nothing-like-it")).isEqualTo(2);
    assertThat(brood("bench", "--only", "nothing.like.it")).isEqualTo(2);
    assertThat(brood("--nonsense")).isEqualTo(2);
  }

  @Test
  void printsACompletionScript() {
    assertThat(brood("completion")).isZero();
    assertThat(out.toString()).contains("complete -F").contains("demo");
  }

  @Test
  void theDoctorStartsChildrenAndSaysSoInOneScreen() {
    assertThat(brood("doctor")).isZero();
    assertThat(out.toString().lines()).hasSizeLessThanOrEqualTo(24);
    assertThat(out.toString())
        .contains("jdk", "processors", "memory", "shared-memory", "unix-sockets", "native-access")
        .containsPattern("archive +\\S+")
        .containsPattern("spawn +start and join in \\d+ ms")
        .containsPattern("spare +handed out in [\\d.]+ ms");
  }

  @Test
  void theDoctorHasFiguresForPrograms() {
    assertThat(brood("doctor", "--json")).isZero();
    assertThat(out.toString())
        .startsWith("{\"healthy\":true,")
        .containsPattern("\"spawn_millis\":[\\d.]+")
        .containsPattern("\"hand_out_millis\":[\\d.]+");
  }

  @Test
  void listsAndClearsTheCache() throws IOException {
    Files.writeString(folder.resolve("0123.jsa"), "12345");
    Files.writeString(folder.resolve("other.txt"), "not ours");
    String before = System.getProperty("dev.brood.cache");
    System.setProperty("dev.brood.cache", folder.toString());
    try {
      assertThat(brood("cache")).isZero();
      assertThat(out.toString().lines())
          .containsExactly("0123.jsa      5 B  used lately", "1 in " + folder + ", 5 B");
      assertThat(brood("cache", "--clear")).isZero();
      assertThat(out.toString()).contains("1 of 1 deleted");
      assertThat(folder.resolve("0123.jsa")).doesNotExist();
      assertThat(folder.resolve("other.txt")).exists();

      System.setProperty("dev.brood.cache", "off");
      assertThat(brood("cache", "--clear")).isZero();
      assertThat(out.toString()).contains("There is no cache");
    } finally {
      if (before == null) {
        System.clearProperty("dev.brood.cache");
      } else {
        System.setProperty("dev.brood.cache", before);
      }
    }
  }

  @Test
  void tellsTheAgeOfAnArchiveRoughly() {
    assertThat(CacheCommand.ago(Duration.ofMinutes(5))).isEqualTo("lately");
    assertThat(CacheCommand.ago(Duration.ofHours(13))).isEqualTo("13 hours ago");
    assertThat(CacheCommand.ago(Duration.ofDays(9))).isEqualTo("9 days ago");
  }
}
