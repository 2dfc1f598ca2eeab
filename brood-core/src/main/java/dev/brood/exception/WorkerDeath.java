package dev.brood.exception;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a worker process ended that should have gone on: plain facts, without a stack trace.
 *
 * @param worker the name of the worker, such as {@code pool-1-worker-3}
 * @param pid its process id, or -1 if it never had one
 * @param exitCode its exit code, or {@link #UNKNOWN} if it was killed by a signal or the code is
 *     not known
 * @param signal the number of the signal that killed it, or 0 if none is known
 * @param likelyCause a guess at the cause in plain words, or an empty text
 * @param lastOutput the last lines it wrote to its standard output and error, oldest first
 * @param crashLog what its JVM wrote when it crashed, the {@code hs_err} file: problematic frame,
 *     stacks, registers, memory map; its first 64 KB, or null if the JVM wrote none
 * @since 0.1
 */
public record WorkerDeath(
    String worker,
    long pid,
    int exitCode,
    int signal,
    String likelyCause,
    List<String> lastOutput,
    @Nullable String crashLog)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The exit code of a process whose exit code is not known. */
  public static final int UNKNOWN = -1;

  /** Checks that nothing is null and copies the lines. */
  public WorkerDeath {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(likelyCause, "likelyCause");
    lastOutput = List.copyOf(lastOutput);
  }

  /**
   * Returns the same facts with another guess at the cause.
   *
   * @param cause why the worker ended, in plain words
   * @return the facts with that cause
   */
  public WorkerDeath because(String cause) {
    return new WorkerDeath(worker, pid, exitCode, signal, cause, lastOutput, crashLog);
  }

  /**
   * Returns the facts in one line, without the output.
   *
   * @return for example {@code pool-1-worker-3 died: pid=4711, signal=11 (SIGSEGV), likely cause:
   *     ...}
   */
  public String summary() {
    StringBuilder text = new StringBuilder(worker).append(" died: pid=").append(pid);
    if (signal != 0) {
      text.append(", signal=").append(signal).append(signalName());
    } else if (exitCode != UNKNOWN) {
      text.append(", exitCode=").append(exitCode);
    } else {
      text.append(", exit code unknown");
    }
    if (!likelyCause.isEmpty()) {
      text.append(", likely cause: ").append(likelyCause);
    }
    return text.toString();
  }

  /** Returns the {@link #summary()}: all else is too long for a line. */
  @Override
  public String toString() {
    return summary();
  }

  /** The names of the signals that end processes, numbered as on Linux and macOS alike. */
  private String signalName() {
    return switch (signal) {
      case 1 -> " (SIGHUP)";
      case 2 -> " (SIGINT)";
      case 3 -> " (SIGQUIT)";
      case 4 -> " (SIGILL)";
      case 6 -> " (SIGABRT)";
      case 8 -> " (SIGFPE)";
      case 9 -> " (SIGKILL)";
      case 11 -> " (SIGSEGV)";
      case 13 -> " (SIGPIPE)";
      case 15 -> " (SIGTERM)";
      default -> "";
    };
  }
}
