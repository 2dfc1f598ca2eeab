package dev.brood.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.streams.LineBuffer;
import dev.brood.jvm.Stdio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@Timeout(60)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ChildOutputTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void replaceStreams() {
    System.setOut(new PrintStream(out, false, StandardCharsets.UTF_16));
    System.setErr(new PrintStream(err, false, StandardCharsets.UTF_16));
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesOfFourChildrenArriveWholeAndNoneIsLost() throws Exception {
    List<ChildJvm> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(
          ChildJvm.start(Children.spec(folder, Programs.PrintLines.class, "child" + i, "10000")));
    }
    for (ChildJvm child : children) {
      assertThat(Children.await(child).exit().raw()).isZero();
    }
    var next = new TreeMap<String, Integer>();
    for (String line : out().split("\n", -1)) {
      if (!line.isEmpty()) {
        String[] words = line.split(" ", -1);
        int expected = next.merge(words[0], 1, Integer::sum) - 1;
        assertThat(line)
            .isEqualTo(words[0] + " line " + expected + " " + "x".repeat(expected % 150));
      }
    }
    assertThat(next.values()).containsExactly(10_000, 10_000, 10_000, 10_000);
  }

  @Test
  void forwardsToTheStreamsThatAreSetNow() throws Exception {
    Children.await(ChildJvm.start(Children.spec(folder, Programs.Echo.class, "é")));
    assertThat(out()).isEqualTo("out é" + System.lineSeparator());
    assertThat(err()).isEqualTo("err é" + System.lineSeparator());
  }

  @Test
  void passesBytesOnUnchangedAndTheLastLineWithoutAnEnd() throws Exception {
    Children.await(ChildJvm.start(Children.spec(folder, Programs.Binary.class)));
    byte[] bytes = out.toByteArray();
    assertThat(bytes).hasSize(256);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(bytes[i]).isEqualTo((byte) (255 - i));
    }
  }

  @Test
  void aLineLongerThanTheBoundArrivesInParts() throws Exception {
    int length = 3 * LineBuffer.LONGEST + 17;
    Children.await(
        ChildJvm.start(Children.spec(folder, Programs.LongLine.class, Integer.toString(length))));
    assertThat(out.size()).isEqualTo(length + 1);
    Children.Lines lines = new Children.Lines();
    Children.await(
        ChildJvm.start(
            Children.spec(folder, Programs.LongLine.class, Integer.toString(length))
                .withStdio(Stdio.listener(lines))));
    assertThat(lines.of(Stdio.Source.OUTPUT))
        .extracting(String::length)
        .containsExactly(LineBuffer.LONGEST, LineBuffer.LONGEST, LineBuffer.LONGEST, 17);
  }

  @Test
  void tagsEachLine() throws Exception {
    Children.await(
        ChildJvm.start(
            Children.spec(folder, Programs.Echo.class, "1", "2")
                .withName("worker-1")
                .withStdio(Stdio.tagged())));
    assertThat(out().lines()).containsExactly("[worker-1] out 1", "[worker-1] out 2");
    assertThat(err().lines()).containsExactly("[worker-1] err 1", "[worker-1] err 2");
  }

  @Test
  void aListenerThatThrowsIsToldOfTheNextLine() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Children.await(
        ChildJvm.start(
            Children.spec(folder, Programs.PrintLines.class, "a", "1000")
                .withStdio(
                    Stdio.listener((kind, line) -> {
                      calls.incrementAndGet();
                      throw new IllegalStateException("listener");
                    }))));
    assertThat(calls).hasValue(1000);
    // Logged once; the logger of the JDK writes to the standard error stream of the JVM's start.
  }

  @Test
  void aSlowListenerLosesNothing() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Children.await(
        ChildJvm.start(
            Children.spec(folder, Programs.PrintLines.class, "a", "5000")
                .withStdio(
                    Stdio.listener((kind, line) -> {
                      if (calls.incrementAndGet() % 100 == 0) {
                        LockSupport.parkNanos(2_000_000);
                      }
                    }))));
    assertThat(calls).hasValue(5000);
  }

  @Test
  void writesIntoFilesAndAddsToThem() throws Exception {
    Path output = folder.resolve("out.txt");
    Path error = folder.resolve("err.txt");
    LaunchSpec spec = Children.spec(folder, Programs.Echo.class, "1");
    Children.await(ChildJvm.start(spec.withStdio(Stdio.toFiles(output, error))));
    Children.await(ChildJvm.start(spec.withStdio(Stdio.toFiles(output, error).withAppending())));
    assertThat(Files.readAllLines(output)).containsExactly("out 1", "out 1");
    assertThat(Files.readAllLines(error)).containsExactly("err 1", "err 1");
    Children.await(ChildJvm.start(spec.withStdio(Stdio.toFiles(output, output))));
    assertThat(Files.readAllLines(output)).containsExactlyInAnyOrder("out 1", "err 1");
  }

  @Test
  void discardsWhatIsNotWanted() throws Exception {
    Children.await(
        ChildJvm.start(Children.spec(folder, Programs.Echo.class, "1").withStdio(Stdio.discard())));
    assertThat(out()).isEmpty();
    assertThat(err()).isEmpty();
  }

  @Test
  void hasNoInputUnlessGivenAFile() throws Exception {
    LaunchSpec spec = Children.spec(folder, Programs.Copy.class);
    Children.await(ChildJvm.start(spec));
    assertThat(out().lines()).containsExactly("end of input");
    Path input = Files.writeString(folder.resolve("input.txt"), "hello\n");
    Children.await(ChildJvm.start(spec.withStdio(Stdio.forward().withInput(input))));
    assertThat(out().lines()).containsExactly("end of input", "hello", "end of input");
  }
}
