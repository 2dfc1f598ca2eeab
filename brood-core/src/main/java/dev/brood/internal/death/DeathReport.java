package dev.brood.internal.death;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.WorkerDeath;
import dev.brood.internal.os.Signals;
import dev.brood.internal.wire.ExitCodes;
import java.util.List;

/**
 * All that is known about the end of a child, once it is over.
 *
 * @param name the child's name
 * @param pid its process id
 * @param exit how it ended
 * @param likelyCause a guess in plain words; empty if there is nothing to add to {@code exit}
 * @param lastError the last lines of its standard error, oldest first
 * @param lastOutput the last lines of its standard output, oldest first
 * @param crashLog what the JVM wrote when it crashed
 * @param fromOutside whether somebody else ended it by a signal, and not the kernel for want of
 *     memory
 * @param surelySignal whether a signal ended it, even if it had said before that it ends by itself
 */
public record DeathReport(
    String name,
    long pid,
    ExitCode exit,
    String likelyCause,
    List<String> lastError,
    List<String> lastOutput,
    CrashLog crashLog,
    boolean fromOutside,
    boolean surelySignal) {

  /** What this JVM had asked the child to do. */
  public enum Request {
    NONE,
    TERMINATE,
    KILL
  }

  /** Exit code of a JVM that ends because its heap is full, where an option says so. */
  private static final int OUT_OF_MEMORY = 3;

  /** Copies the lines. */
  public DeathReport {
    lastError = List.copyOf(lastError);
    lastOutput = List.copyOf(lastOutput);
  }

  /**
   * Returns the report of a child of which this is known.
   *
   * @param request what this JVM had asked it to do
   * @param memoryKills how many processes the kernel has killed for want of memory meanwhile
   */
  public static DeathReport of(
      String name,
      long pid,
      ExitCode exit,
      Request request,
      long memoryKills,
      List<String> lastError,
      List<String> lastOutput,
      CrashLog crashLog) {
    List<String> lines = lastError.isEmpty() ? lastOutput : lastError;
    String cause = guess(exit, request, lines, crashLog, memoryKills);
    boolean fromOutside = wasFromOutside(exit, request, memoryKills);
    boolean surely = wasSurelySignal(exit, request, crashLog, memoryKills);
    return new DeathReport(
        name, pid, exit, cause, lastError, lastOutput, crashLog, fromOutside, surely);
  }

  /**
   * Returns the failure of a child that ended before it had joined its owner.
   *
   * @param doubt what may be wrong with its Java, or an empty text
   */
  public ProcessStartException beforeJoining(String doubt) {
    String cause = likelyCause.isEmpty() ? "" : ", likely cause: " + likelyCause;
    String more = doubt.isEmpty() || exit.isSignal() ? "" : "; " + doubt;
    String message = name + " (pid=" + pid + ") ended before it joined: " + exit + cause + more;
    return new ProcessStartException(message, lastLines(), null);
  }

  /** Returns the last lines of where a program says what is wrong. */
  private List<String> lastLines() {
    return lastError.isEmpty() ? lastOutput : lastError;
  }

  /** Tells whether a child that ended so was ended by somebody else. */
  static boolean wasFromOutside(ExitCode exit, Request request, long memoryKills) {
    return exit.isSignal()
        && !Signals.isCrash(exit.signal())
        && request == Request.NONE
        && memoryKills == 0;
  }

  /**
   * Tells whether a signal ended a child that had said goodbye. A JVM that is asked to end by one
   * of three signals says goodbye as well, and one that ends by itself may take long over its
   * shutdown hooks: its owner or the kernel may kill it meanwhile, or it crashes. Any other code is
   * taken for one that the program has chosen.
   */
  static boolean wasSurelySignal(
      ExitCode exit, Request request, CrashLog crashLog, long memoryKills) {
    int signal = exit.signal();
    return signal == Signals.HUP
        || signal == Signals.INT
        || signal == Signals.TERM
        || (signal == Signals.KILL && (request == Request.KILL || memoryKills > 0))
        || (Signals.isCrash(signal) && crashLog.exists());
  }

  static String guess(
      ExitCode exit, Request request, List<String> lines, CrashLog crashLog, long memoryKills) {
    if (crashLog.exists()) {
      String headline = crashLog.headline();
      return "the JVM crashed" + (headline.isEmpty() ? "" : ": " + headline);
    }
    if (exit.signal() == Signals.KILL) {
      if (request == Request.KILL) {
        return "killed by its owner";
      }
      return memoryKills > 0
          ? "killed by the kernel for want of memory (its count of such kills rose by "
              + memoryKills
              + "); give the child a smaller heap or the machine more memory"
          : "killed from outside; the kernel counted no kill for want of memory";
    }
    if (exit.isSignal()) {
      if (exit.signal() == Signals.TERM && request == Request.TERMINATE) {
        return "terminated by its owner";
      }
      return Signals.isCrash(exit.signal()) ? "crashed in native code" : "ended from outside";
    }
    return switch (exit.raw()) {
      case ExitCodes.FUNCTION_TOO_LARGE ->
          "heap full: it has no room for a function that was sent, with what that captures";
      case ExitCodes.OUT_OF_MEMORY -> "heap full: its JVM threw an OutOfMemoryError";
      case ExitCodes.OWNER_GONE -> "its connection to this JVM ended";
      case ExitCodes.BOOT_FAILED -> "it could not join this JVM";
      default -> guessFrom(exit.raw(), lines);
    };
  }

  private static String guessFrom(int code, List<String> lines) {
    for (String line : lines) {
      if (code == OUT_OF_MEMORY && line.contains("java.lang.OutOfMemoryError")) {
        return "heap full: " + line.strip();
      }
      if (code == 1
          && (line.startsWith("Error occurred during initialization of")
              || line.startsWith("Unrecognized VM option")
              || line.startsWith("Unrecognized option")
              || line.startsWith("Invalid ")
              || line.startsWith("Error: Could not"))) {
        return "the JVM did not start: " + line.strip();
      }
    }
    return "";
  }

  /**
   * Returns the same of a child that said that it ends by itself: its code is what it chose, unless
   * a signal was quicker.
   */
  public DeathReport announced() {
    if (surelySignal) {
      return this;
    }
    String guess = guessFrom(exit.raw(), lastLines());
    String cause = guess.isEmpty() ? "it ended by itself" : guess;
    return new DeathReport(
        name, pid, exit.asAnnounced(), cause, lastError, lastOutput, crashLog, false, false);
  }

  /** Returns the facts as what a pool's exceptions carry. A worker that ends by itself says so. */
  public WorkerDeath toWorkerDeath() {
    String cause =
        likelyCause.isEmpty()
            ? "it ended without its shutdown hooks: by Runtime.halt, or in native code"
            : likelyCause;
    return new WorkerDeath(
        name,
        pid,
        exit.isSignal() ? WorkerDeath.UNKNOWN : exit.raw(),
        exit.signal(),
        cause,
        lastLines(),
        crashLog.exists() ? crashLog.text() : null);
  }
}
