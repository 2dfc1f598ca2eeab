package dev.brood.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.death.ExitCode;
import dev.brood.jvm.Stdio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChildJvmTest {
  @TempDir private Path folder;

  private LaunchSpec quiet(Class<?> program, String... arguments) {
    return Children.spec(folder, program, arguments).withStdio(Stdio.listener((kind, line) -> {}));
  }

  /** Starts the program and waits for the first line that it prints. */
  private ChildJvm started(Class<?> program, Children.Lines lines) {
    ChildJvm child =
        ChildJvm.start(Children.spec(folder, program).withStdio(Stdio.listener(lines)));
    await().until(() -> !lines.of(Stdio.Source.OUTPUT).isEmpty());
    return child;
  }

  @Test
  void tellsTheExitCode() throws Exception {
    DeathReport report = Children.await(ChildJvm.start(quiet(Programs.Exit.class, "7")));
    assertThat(report.exit()).isEqualTo(ExitCode.of(7));
    assertThat(report.likelyCause()).isEmpty();
  }

  @Test
  void aliveUntilKilledThenKilledBySignalNine() throws Exception {
    Children.Lines lines = new Children.Lines();
    ChildJvm child = started(Programs.Wait.class, lines);
    assertThat(child.isAlive()).isTrue();
    assertThat(ProcessHandle.of(child.pid())).isPresent();
    child.kill();
    DeathReport report = Children.await(child);
    assertThat(report.exit().signalName()).isEqualTo("SIGKILL");
    assertThat(report.likelyCause()).isEqualTo("killed by its owner");
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void terminationCountsAsTheSignalThoughTheJvmExitsByItself() throws Exception {
    ChildJvm child = started(Programs.Wait.class, new Children.Lines());
    child.terminate();
    DeathReport report = Children.await(child);
    assertThat(report.exit().signalName()).isEqualTo("SIGTERM");
    assertThat(report.likelyCause()).isEqualTo("terminated by its owner");
  }

  @Test
  void killFromOutsideIsToldAsThat() throws Exception {
    ChildJvm child = started(Programs.Wait.class, new Children.Lines());
    ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
    assertThat(Children.await(child).likelyCause()).startsWith("killed from outside");
  }

  @Test
  void killTreeAlsoEndsWhatIsNoJvm() throws Exception {
    Children.Lines lines = new Children.Lines();
    ChildJvm child = started(Programs.HaveChild.class, lines);
    String below = lines.of(Stdio.Source.OUTPUT).getFirst().replace("below ", "");
    ProcessHandle handle = ProcessHandle.of(Long.parseLong(below)).orElseThrow();
    child.killTree();
    Children.await(child);
    await().until(() -> !handle.isAlive());
  }

  @Test
  void crashIsExplainedByTheCrashLog() throws Exception {
    LaunchSpec spec =
        quiet(Programs.FillHeap.class)
            .withJvm(jvm -> jvm.withHeap("16m"))
            .withJvm(jvm ->
                jvm.withArguments("-XX:+CrashOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash"));
    DeathReport report = Children.await(ChildJvm.start(spec));
    // Without a core dump the JVM exits by itself after its crash.
    assertThat(report.exit().raw()).isEqualTo(1);
    assertThat(report.crashLog().exists()).isTrue();
    assertThat(report.likelyCause())
        .startsWith("the JVM crashed: ")
        .contains("fatal error: OutOfMemory");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anOlderCrashLogExplainsNothing() throws Exception {
    Path old = Files.writeString(folder.resolve("crash.txt"), "# SIGSEGV");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    LaunchSpec spec =
        quiet(Programs.Exit.class, "3").withJvm(jvm -> jvm.withArguments("-XX:ErrorFile=" + old));
    assertThat(Children.await(ChildJvm.start(spec)).likelyCause()).isEmpty();
  }

  @Test
  void fullHeapIsExplainedByTheLastLines() throws Exception {
    LaunchSpec spec =
        quiet(Programs.FillHeap.class)
            .withJvm(jvm -> jvm.withHeap("16m"))
            .withJvm(jvm -> jvm.withArguments("-XX:+ExitOnOutOfMemoryError"));
    DeathReport report = Children.await(ChildJvm.start(spec));
    assertThat(report.exit().raw()).isEqualTo(3);
    assertThat(report.likelyCause()).contains("heap full", "OutOfMemoryError");
  }

  @Test
  void refusedOptionIsExplainedByTheLastLines() throws Exception {
    LaunchSpec spec =
        quiet(Programs.Exit.class, "0").withJvm(jvm -> jvm.withArguments("-XX:+NoSuch"));
    DeathReport report = Children.await(ChildJvm.start(spec));
    assertThat(report.exit().raw()).isEqualTo(1);
    assertThat(report.likelyCause()).contains("did not start", "NoSuch");
  }

  @Test
  void keepsTheLastLinesOfBothStreams() throws Exception {
    String[] arguments = new String[50];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Integer.toString(i);
    }
    DeathReport report = Children.await(ChildJvm.start(quiet(Programs.Echo.class, arguments)));
    assertThat(report.lastOutput()).hasSize(20).first().isEqualTo("out 30");
    assertThat(report.lastError()).hasSize(20).last().isEqualTo("err 49");
  }

  @Test
  void setsAndRemovesVariables() throws Exception {
    LaunchSpec spec =
        Children.spec(folder, Programs.Show.class, "$BROOD_A", "$PATH")
            .withJvm(jvm -> jvm.withEnvironment("BROOD_A", "1 2").withoutEnvironment("PATH"));
    assertThat(Children.linesOf(spec)).containsExactly("$BROOD_A=1 2", "$PATH=null");
  }

  @Test
  void runsInTheWorkingDirectoryWithTheHeap() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("with blank"));
    LaunchSpec spec =
        Children.spec(folder, Programs.Show.class, "user.dir", "maxMemory")
            .withJvm(jvm -> jvm.withWorkingDirectory(directory))
            .withJvm(jvm -> jvm.withHeap("64m"));
    List<String> lines = Children.linesOf(spec);
    assertThat(lines.getFirst()).isEqualTo("user.dir=" + directory.toRealPath());
    long most = Long.parseLong(lines.getLast().replace("maxMemory=", ""));
    assertThat(most).isBetween(48L << 20, 64L << 20);
  }

  @Test
  void missingWorkingDirectoryIsNamed() {
    LaunchSpec spec =
        quiet(Programs.Exit.class, "0")
            .withJvm(jvm -> jvm.withWorkingDirectory(folder.resolve("none")));
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(() -> ChildJvm.start(spec))
        .withMessageContaining("workingDirectory=" + folder.resolve("none"));
  }

  @Test
  void missingJavaIsNamed() {
    LaunchSpec spec = quiet(Programs.Exit.class, "0").withJvm(jvm -> jvm.withJavaHome(folder));
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(() -> ChildJvm.start(spec))
        .withMessageContaining("javaHome=" + folder)
        .withMessageContaining("bin/java");
  }

  @Test
  void oldJavaIsRefused() throws Exception {
    Path program = Files.createDirectory(folder.resolve("bin")).resolve("java");
    Files.createFile(program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    LaunchSpec spec = quiet(Programs.Exit.class, "0").withJvm(jvm -> jvm.withJavaHome(folder));
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(() -> ChildJvm.start(spec))
        .withMessageContaining("is Java 21.0.4; children need 25 or newer");
  }

  @Test
  void oldJavaBehindALinkIsRefused() throws Exception {
    Path real = Files.createDirectories(folder.resolve("real"));
    Path program = Files.createDirectory(real.resolve("bin")).resolve("java");
    Files.createFile(program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(real.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    Path home = folder.resolve("usr");
    Files.createSymbolicLink(Files.createDirectories(home.resolve("bin")).resolve("java"), program);
    LaunchSpec spec = quiet(Programs.Exit.class, "0").withJvm(jvm -> jvm.withJavaHome(home));
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(() -> ChildJvm.start(spec))
        .withMessageContaining("is Java 17.0.9; children need 25 or newer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", ""})
  void endIsReportedThoughAGrandchildHoldsTheOutput(String lineEnd) throws Exception {
    Children.Lines lines = new Children.Lines();
    long start = System.nanoTime();
    ChildJvm child =
        ChildJvm.start(
            Children.spec(folder, Programs.LeaveBehind.class, lineEnd)
                .withStdio(Stdio.listener(lines)));
    DeathReport report = Children.await(child);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String left = lines.of(Stdio.Source.OUTPUT).getFirst().replace("left ", "");
    ProcessHandle.of(Long.parseLong(left)).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(report.exit().raw()).isZero();
    assertThat(lines.of(Stdio.Source.OUTPUT)).hasSize(2).last().isEqualTo("last line");
    assertThat(took).isLessThan(Duration.ofSeconds(20));
  }
}
