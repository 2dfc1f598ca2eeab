package dev.brood.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.jvm.Stdio;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Lines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Where the lines of children go. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ProcessOutputTest {
  private static final int PRINTERS = 4;
  private static final int LINES = 10_000;

  @TempDir Path folder;

  private interface Action {
    void run() throws Exception;
  }

  /** Returns what arrives at {@code System.out} and {@code System.err} meanwhile. */
  private static List<String> captured(Action action) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
    return List.of(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static void print() {
    System.out.println("to output");
    System.err.println("to error");
    System.out.print("no end of line");
  }

  private static void runPrinting(Stdio stdio) throws InterruptedException {
    try (JvmProcess process =
        JvmProcess.builder().name("Rosa").stdio(stdio).target(ProcessOutputTest::print).start()) {
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    }
  }

  @Test
  void linesAreForwardedToTheOwnersStreamsBeforeJoinReturns() throws Exception {
    List<String> captured = captured(() -> runPrinting(Stdio.forward()));
    assertThat(captured.get(0)).startsWith("to output\n").contains("no end of line");
    assertThat(captured.get(1)).isEqualTo("to error\n");
  }

  @Test
  void linesCanCarryTheNameOfTheChild() throws Exception {
    List<String> captured = captured(() -> runPrinting(Stdio.tagged()));
    assertThat(captured.get(0).lines())
        .containsExactly("[Rosa] to output", "[Rosa] no end of line");
    assertThat(captured.get(1).lines()).containsExactly("[Rosa] to error");
  }

  @Test
  void discardedLinesAppearNowhere() throws Exception {
    assertThat(captured(() -> runPrinting(Stdio.discard()))).containsExactly("", "");
  }

  @Test
  void aListenerHearsEachLine() throws InterruptedException {
    Lines lines = new Lines();
    runPrinting(lines.stdio());
    assertThat(lines.output()).containsExactly("to output", "no end of line");
    assertThat(lines.error()).containsExactly("to error");
  }

  @Test
  void filesTakeTheStreams() throws Exception {
    Path output = folder.resolve("output");
    Path error = folder.resolve("error");
    runPrinting(Stdio.toFiles(output, error));
    assertThat(output).hasContent("to output\nno end of line");
    assertThat(error).hasContent("to error");
    runPrinting(Stdio.toFiles(output, error).withAppending());
    assertThat(Files.readAllLines(error)).containsExactly("to error", "to error");
  }

  @Test
  void inputIsEmptyUnlessItIsGiven() throws InterruptedException, IOException {
    Lines lines = new Lines();
    Path input = Files.writeString(folder.resolve("input"), "given\n");
    for (Stdio stdio : List.of(lines.stdio(), lines.stdio().withInput(input))) {
      try (JvmProcess process =
          JvmProcess.builder()
              .stdio(stdio)
              .target(() ->
                  System.out.println(new String(System.in.readAllBytes(), StandardCharsets.UTF_8)))
              .start()) {
        process.join();
      }
    }
    assertThat(lines.output()).containsExactly("", "given", "");
  }

  @Test
  void aBrokenOwnerStreamDoesNotDisturbTheChild() throws Exception {
    PrintStream systemOut = System.out;
    System.setOut(new PrintStream(new Closed(), true, StandardCharsets.UTF_8));
    try {
      runPrinting(Stdio.forward());
    } finally {
      System.setOut(systemOut);
    }
  }

  private static final class Closed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("closed");
    }
  }

  @Test
  void allLinesOfFourChildrenArriveWhole() throws Exception {
    List<String> captured =
        captured(() -> {
          List<JvmProcess> printers = new ArrayList<>();
          for (int i = 0; i < PRINTERS; i++) {
            printers.add(JvmProcess.builder().target(ProcessOutputTest::printMany, i).start());
          }
          for (JvmProcess printer : printers) {
            printer.join();
          }
        });
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < PRINTERS; i++) {
      for (int j = 0; j < LINES; j++) {
        expected.add(line(i, j));
      }
    }
    List<String> lines = captured.get(0).lines().toList();
    assertThat(lines).hasSize(PRINTERS * LINES);
    assertThat(new HashSet<>(lines)).isEqualTo(expected);
    for (int i = 0; i < PRINTERS; i++) {
      String prefix = i + " ";
      assertThat(lines.stream().filter(line -> line.startsWith(prefix)))
          .as("order of child " + i)
          .startsWith(line(i, 0), line(i, 1), line(i, 2))
          .endsWith(line(i, LINES - 1));
    }
  }

  private static void printMany(int printer) {
    for (int i = 0; i < LINES; i++) {
      System.out.println(line(printer, i));
    }
  }

  private static String line(int printer, int number) {
    return printer + " line " + number + " " + "x".repeat(number % 90) + " end";
  }
}
