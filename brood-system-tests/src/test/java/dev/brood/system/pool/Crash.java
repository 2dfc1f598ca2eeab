package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.WorkerDeath;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A way in which code of a task, or what it calls, goes wrong; and what is to be told of a death.
 */
enum Crash {
  EXIT(7, 0),
  HALT(8, 0),
  SIGKILL(WorkerDeath.UNKNOWN, 9),
  SIGTERM(WorkerDeath.UNKNOWN, 15),
  /** HotSpot writes its hs_err file and aborts. */
  SIGSEGV(WorkerDeath.UNKNOWN, 6),
  STACK_OVERFLOW(0, 0),
  OUT_OF_MEMORY(0, 0),
  /** Throws what cannot be rebuilt elsewhere. */
  EXCEPTION(0, 0);

  private final int exitCode;
  private final int signal;

  Crash(int exitCode, int signal) {
    this.exitCode = exitCode;
    this.signal = signal;
  }

  void strike() {
    System.err.println("last words before " + this);
    switch (this) {
      case EXIT -> System.exit(7);
      case HALT -> Runtime.getRuntime().halt(8);
      case SIGKILL -> killSelf("KILL");
      case SIGTERM -> killSelf("TERM");
      case SIGSEGV -> measureNothing();
      case STACK_OVERFLOW -> overflow();
      case OUT_OF_MEMORY -> exhaust();
      case EXCEPTION -> throw new Unreadable();
    }
  }

  private static void killSelf(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, "" + ProcessHandle.current().pid()).start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Waits.spin();
  }

  /** Has the C library read at address 0. */
  @SuppressWarnings("restricted")
  private static void measureNothing() {
    Linker linker = Linker.nativeLinker();
    try {
      long length =
          (long)
              linker
                  .downcallHandle(
                      linker.defaultLookup().find("strlen").orElseThrow(),
                      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS))
                  .invokeExact(MemorySegment.NULL);
      throw new AssertionError("strlen(NULL)=" + length);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void overflow() {
    overflow();
  }

  static void exhaust() {
    List<long[]> blocks = new ArrayList<>();
    while (blocks.size() < 100_000) {
      blocks.add(new long[100_000]);
    }
  }

  void assertTold(WorkerDeath death) {
    assertThat(death.pid()).isPositive();
    assertThat(death.exitCode()).isEqualTo(exitCode == 0 ? WorkerDeath.UNKNOWN : exitCode);
    assertThat(death.signal()).isEqualTo(signal);
    assertThat(String.join("\n", death.lastOutput())).contains("last words before " + this);
    switch (this) {
      case EXIT -> assertThat(death.likelyCause()).isEqualTo("it ended by itself");
      case HALT -> assertThat(death.likelyCause()).contains("without its shutdown hooks");
      case SIGKILL -> assertThat(death.likelyCause()).startsWith("killed from outside");
      case SIGTERM -> assertThat(death.likelyCause()).isEqualTo("ended from outside");
      case SIGSEGV -> {
        assertThat(death.likelyCause()).contains("SIGSEGV").containsIgnoringCase("frame");
        assertThat(death.crashLog())
            .contains("# Problematic frame", "Java frames", "measureNothing")
            .hasSizeLessThanOrEqualTo(1 << 16);
      }
      case STACK_OVERFLOW, OUT_OF_MEMORY, EXCEPTION -> throw new AssertionError("died: " + death);
    }
    if (this != SIGSEGV) {
      assertThat(death.crashLog()).isNull();
    }
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("on purpose");
    }
  }
}
