package dev.brood.internal.death;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.death.DeathReport.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeathReportTest {
  private static final String SEGV_LOG =
      """
      #
      # A fatal error has been detected by the Java Runtime Environment:
      #
      #  SIGSEGV (0xb) at pc=0x00007f, pid=12, tid=13
      #
      # JRE version: OpenJDK Runtime Environment (25.0.3)
      # Problematic frame:
      # C  [libfoo.so+0x10]  foo+0x4
      #
      """;

  private static String guess(int raw, Request request, long memoryKills, String... lines) {
    return DeathReport.guess(ExitCode.of(raw), request, List.of(lines), CrashLog.NONE, memoryKills);
  }

  @ParameterizedTest
  @CsvSource({
    "137, KILL, 0, killed by its owner",
    "137, NONE, 0, killed from outside",
    "137, TERMINATE, 0, killed from outside",
    "137, NONE, 1, for want of memory",
    "143, TERMINATE, 0, terminated by its owner",
    "143, NONE, 0, ended from outside",
    "139, NONE, 0, crashed in native code",
  })
  void explainsSignals(int raw, Request request, long memoryKills, String cause) {
    assertThat(guess(raw, request, memoryKills)).contains(cause);
  }

  @Test
  void quotesTheLineThatExplainsAnExitCode() {
    assertThat(guess(3, Request.NONE, 0, "a", "Terminating due to java.lang.OutOfMemoryError: x"))
        .isEqualTo("heap full: Terminating due to java.lang.OutOfMemoryError: x");
    assertThat(guess(1, Request.NONE, 0, "Error: Could not find or load main class X"))
        .isEqualTo("the JVM did not start: Error: Could not find or load main class X");
    assertThat(guess(1, Request.NONE, 0, "some program's own line")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "120, heap full: it has no room for a function",
    "121, its connection to this JVM ended",
    "122, it could not join this JVM",
    "123, heap full: its JVM threw an OutOfMemoryError",
  })
  void explainsTheCodesWithWhichAChildEndsItself(int code, String cause) {
    assertThat(guess(code, Request.NONE, 0)).startsWith(cause);
  }

  private static DeathReport ended(int code, String guess, String... lines) {
    return new DeathReport(
        "w", 5, ExitCode.of(code), guess, List.of(lines), List.of(), CrashLog.NONE, false, false);
  }

  @Test
  void aCodeThatAProgramChoseIsNoGuessAtACause() {
    assertThat(ended(137, "killed from outside").announced().likelyCause())
        .isEqualTo("it ended by itself");
    assertThat(ended(123, "heap full").announced().likelyCause()).isEqualTo("it ended by itself");
    assertThat(ended(3, "", "java.lang.OutOfMemoryError: x").announced().likelyCause())
        .isEqualTo("heap full: java.lang.OutOfMemoryError: x");
  }

  @Test
  void aWorkerThatEndsWithoutAWordWasHalted() {
    assertThat(ended(7, "").toWorkerDeath().likelyCause()).contains("Runtime.halt");
    assertThat(ended(7, "").announced().toWorkerDeath().likelyCause())
        .isEqualTo("it ended by itself");
  }

  @ParameterizedTest
  @CsvSource({
    "137, NONE, 0, true",
    "143, NONE, 0, true",
    "137, KILL, 0, false",
    "143, TERMINATE, 0, false",
    "137, NONE, 1, false",
    "134, NONE, 0, false",
    "1, NONE, 0, false",
  })
  void tellsWhomSomebodyElseHasEnded(int raw, Request request, long memoryKills, boolean outside) {
    assertThat(DeathReport.wasFromOutside(ExitCode.of(raw), request, memoryKills))
        .isEqualTo(outside);
  }

  @ParameterizedTest
  @CsvSource({
    "129, NONE, 0, true",
    "130, NONE, 0, true",
    "143, NONE, 0, true",
    "137, KILL, 0, true",
    "137, NONE, 1, true",
    "137, NONE, 0, false",
    "137, TERMINATE, 0, false",
    "139, KILL, 0, false",
    "255, KILL, 0, false",
    "0, KILL, 0, false",
  })
  void aGoodbyeIsNoProofThatAChildEndedByItself(
      int raw, Request request, long memoryKills, boolean signal) {
    DeathReport report =
        DeathReport.of(
            "w", 5, ExitCode.of(raw), request, memoryKills, List.of(), List.of(), CrashLog.NONE);
    assertThat(report.announced().exit().isSignal()).isEqualTo(signal);
  }

  @Test
  void aCrashInAShutdownHookIsACrash() {
    DeathReport report =
        DeathReport.of(
            "w",
            5,
            ExitCode.of(134),
            Request.NONE,
            0,
            List.of(),
            List.of(),
            new CrashLog(SEGV_LOG));
    assertThat(report.announced().exit().signal()).isEqualTo(6);
    assertThat(report.announced().likelyCause()).startsWith("the JVM crashed");
  }

  @Test
  void aCrashLogSaysMost() {
    CrashLog log = new CrashLog(SEGV_LOG);
    assertThat(DeathReport.guess(ExitCode.of(134), Request.NONE, List.of(), log, 0))
        .isEqualTo(
            "the JVM crashed: SIGSEGV (0xb) at pc=0x00007f, pid=12, tid=13, frame"
                + " C  [libfoo.so+0x10]  foo+0x4");
  }

  @Test
  void becomesWhatExceptionsCarry() {
    DeathReport report =
        new DeathReport(
            "w",
            5,
            ExitCode.of(139),
            "crash",
            List.of(),
            List.of("out"),
            CrashLog.NONE,
            false,
            false);
    assertThat(report.toWorkerDeath().crashLog()).isNull();
    assertThat(report.toWorkerDeath().summary())
        .isEqualTo("w died: pid=5, signal=11 (SIGSEGV), likely cause: crash");
    assertThat(report.toWorkerDeath().lastOutput()).containsExactly("out");
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, 0",
    "1, false, 0",
    "128, false, 0",
    "129, false, 1",
    "137, false, 9",
    "159, false, 31",
    "160, false, 0",
    "255, false, 0",
    "137, true, 0",
  })
  void tellsSignalsFromCodes(int raw, boolean announced, int signal) {
    assertThat(new ExitCode(raw, announced).signal()).isEqualTo(signal);
  }
}
