package dev.brood.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.RemoteTaskException;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.system.program.ExitAfterTarget;
import dev.brood.system.support.Board;
import dev.brood.system.support.Lines;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a child ends by itself, and what its owner learns of it. */
class ProcessEndTest {
  @TempDir Path folder;

  private static JvmProcess run(JvmProcess.Builder builder, ProcessTarget target)
      throws InterruptedException {
    JvmProcess process = builder.target(target).start();
    process.join();
    return process;
  }

  private static JvmProcess run(ProcessTarget target) throws InterruptedException {
    return run(JvmProcess.builder().stdio(Stdio.discard()), target);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 42, 137, 255})
  void systemExitGivesItsCode(int code) throws InterruptedException {
    assertThat(run(() -> System.exit(code)).exitStatus()).contains(new ExitStatus.Exited(code));
  }

  @Test
  void haltGivesItsCode() throws InterruptedException {
    JvmProcess process = run(() -> Runtime.getRuntime().halt(5));
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(5));
    assertThat(process.failure()).isEmpty();
  }

  @Test
  void systemExitOfAnotherThreadEndsTheChild() throws InterruptedException {
    JvmProcess process =
        run(() -> {
          Thread.ofPlatform().start(() -> System.exit(6));
          Waits.untilInterrupted();
        });
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(6));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 137})
  void aCodeThatAnotherThreadChoosesWhenTheTargetHasReturnedIsTold(int code)
      throws InterruptedException {
    try (JvmProcess process = JvmProcess.start(() -> ExitAfterTarget.leaveBehind(code))) {
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(code));
    }
  }

  @Test
  void aFailureComesBackAsItselfWithTheFramesOfTheChild() throws InterruptedException {
    JvmProcess process = run(() -> fail(7));
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
    Throwable failure = process.failure().orElseThrow();
    assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessage("number=7");
    assertThat(failure).hasCauseInstanceOf(IOException.class).cause().hasMessage("inner");
    assertThat(methods(failure)).contains("fail");
    assertThat(Arrays.toString(failure.getStackTrace())).contains("pid=" + process.pid());
  }

  private static void fail(int number) {
    throw new IllegalArgumentException("number=" + number, new IOException("inner"));
  }

  private static List<String> methods(Throwable failure) {
    return Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }

  @Test
  void aCheckedFailureComesBackAsItself() throws InterruptedException {
    JvmProcess process =
        run(() -> {
          throw new IOException("checked");
        });
    assertThat(process.failure()).containsInstanceOf(IOException.class);
    assertThat(process.failure().orElseThrow()).hasMessage("checked");
  }

  @Test
  void anErrorIsAFailureToo() throws InterruptedException {
    JvmProcess process =
        run(() -> {
          throw new AssertionError("wrong");
        });
    assertThat(process.failure()).containsInstanceOf(AssertionError.class);
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
  }

  @Test
  void aFailureThatCannotBeSentComesAsAStandIn() throws InterruptedException {
    JvmProcess process =
        run(() -> {
          throw new Holder(new Object());
        });
    assertThat(process.failure().orElseThrow())
        .isInstanceOfSatisfying(
            RemoteTaskException.class,
            standIn -> {
              assertThat(standIn.remoteClassName()).isEqualTo(Holder.class.getName());
              assertThat(standIn.remoteMessage()).isEqualTo("held");
              assertThat(standIn.reason()).isNotEmpty();
              assertThat(Arrays.toString(standIn.getStackTrace())).contains("ProcessEndTest");
            });
  }

  /** Holds what cannot be sent. */
  private static final class Holder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"})
    private final Object held;

    Holder(Object held) {
      super("held");
      this.held = held;
    }
  }

  @Test
  void aFailureThatCannotBeReadHereComesAsAStandIn() throws InterruptedException {
    JvmProcess process =
        run(() -> {
          throw new Unreadable();
        });
    assertThat(process.failure().orElseThrow())
        .isInstanceOfSatisfying(
            RemoteTaskException.class,
            standIn -> {
              assertThat(standIn.remoteClassName()).isEqualTo(Unreadable.class.getName());
              assertThat(standIn.remoteMessage()).isEqualTo("unreadable");
            });
  }

  /** Cannot be read anywhere. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("unreadable");
    }

    @java.io.Serial
    private void readObject(java.io.ObjectInputStream in) throws IOException {
      throw new NotSerializableException("on purpose");
    }
  }

  @Test
  void aStackOverflowIsAFailure() throws InterruptedException {
    JvmProcess process = run(() -> deeper(0));
    assertThat(process.failure()).containsInstanceOf(StackOverflowError.class);
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  @Test
  void anExhaustedHeapIsAFailure() throws InterruptedException {
    JvmProcess process =
        run(
            JvmProcess.builder().stdio(Stdio.discard()).jvm(JvmOptions.defaults().withHeap("24m")),
            ProcessEndTest::exhaust);
    assertThat(process.failure()).containsInstanceOf(OutOfMemoryError.class);
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
  }

  private static void exhaust() {
    List<byte[]> blocks = new ArrayList<>();
    while (blocks.size() < 10_000) {
      blocks.add(new byte[1 << 20]);
    }
  }

  @Test
  void theWholeTraceStandsOnStandardErrorBelowTheName() throws InterruptedException {
    Lines lines = new Lines();
    JvmProcess process = run(JvmProcess.builder().name("Hugo").stdio(lines.stdio()), () -> fail(3));
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
    assertThat(lines.error()).startsWith("Process Hugo:");
    assertThat(lines.error()).anyMatch(line -> line.contains("IllegalArgumentException: number=3"));
    assertThat(lines.error()).anyMatch(line -> line.contains("ProcessEndTest.fail"));
    assertThat(lines.error()).anyMatch(line -> line.contains("Caused by: java.io.IOException"));
    assertThat(lines.output()).isEmpty();
  }

  @Test
  void waitsForThreadsThatAreNoDaemons() throws InterruptedException {
    Board board = Board.in(folder);
    JvmProcess process =
        JvmProcess.start(() -> {
          Thread.ofPlatform()
              .start(() -> {
                board.await("go");
                board.post("worked", "");
              });
          board.post("returned", "");
        });
    board.await("returned");
    assertThat(process.isAlive()).isTrue();
    board.post("go", "");
    process.join();
    assertThat(board.has("worked")).isTrue();
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
  }

  @Test
  void aFailureAlsoWaitsForThreadsThatAreNoDaemons() throws InterruptedException {
    Board board = Board.in(folder);
    JvmProcess process =
        run(() -> {
          Thread.ofPlatform().start(() -> board.post("worked", ""));
          throw new IllegalStateException();
        });
    assertThat(board.has("worked")).isTrue();
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
  }

  @Test
  void doesNotWaitForDaemonThreads() throws InterruptedException {
    JvmProcess process = run(() -> Thread.ofPlatform().daemon().start(Waits::spin));
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
  }

  @Test
  void aFailureOfAnotherThreadIsNotTheTargets() throws InterruptedException {
    JvmProcess process = run(() -> Thread.ofPlatform().start(() -> fail(1)));
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    assertThat(process.failure()).isEmpty();
  }

  @Test
  void shutdownHooksOfTheChildRun() throws InterruptedException {
    Board board = Board.in(folder);
    run(() -> hook(board, "returned"));
    assertThat(board.has("returned")).isTrue();
    run(() -> {
      hook(board, "exited");
      System.exit(0);
    });
    assertThat(board.has("exited")).isTrue();
    run(() -> {
      hook(board, "failed");
      throw new IllegalStateException();
    });
    assertThat(board.has("failed")).isTrue();
  }

  private static void hook(Board board, String name) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> board.post(name, "")));
  }

  @Test
  void closedStreamsOfTheChildAreNoFailure() throws InterruptedException {
    JvmProcess process =
        run(() -> {
          System.out.close();
          System.err.close();
        });
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
  }

  @Test
  void aBrokenJvmOptionIsToldWithWhatTheJvmSaid() throws InterruptedException {
    JvmProcess process =
        run(
            JvmProcess.builder().jvm(JvmOptions.defaults().withArguments("-XX:+NoSuchFlag")),
            () -> {});
    assertThat(process.failure().orElseThrow())
        .isInstanceOf(dev.brood.exception.ProcessStartException.class)
        .hasMessageContaining("NoSuchFlag");
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
  }
}
