package dev.brood.internal.os;

import java.util.List;

/** Names of signals; the numbers of some differ between Linux and the BSD family. */
public final class Signals {
  /** The terminal is gone; a JVM runs its shutdown hooks and ends. */
  public static final int HUP = 1;

  /** Somebody has pressed Ctrl-C; a JVM runs its shutdown hooks and ends. */
  public static final int INT = 2;

  /** Ends a process that does not handle it; a JVM runs its shutdown hooks first. */
  public static final int TERM = 15;

  /** Ends a process at once. */
  public static final int KILL = 9;

  /** What a JVM gets for a failed internal check, by its own hand. */
  public static final int ABRT = 6;

  /** The highest number of a classic signal; above are the real-time ones. */
  public static final int HIGHEST = 31;

  private static final List<String> LINUX =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final List<String> BSD =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "EMT", "FPE", "KILL", "BUS", "SEGV", "SYS",
          "PIPE", "ALRM", "TERM", "URG", "STOP", "TSTP", "CONT", "CHLD", "TTIN", "TTOU", "IO",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "INFO", "USR1", "USR2");

  private Signals() {}

  /** Returns the name of signal {@code number} here, such as {@code SIGKILL} or {@code SIG34}. */
  public static String name(int number) {
    return name(number, Platform.current());
  }

  static String name(int number, Platform platform) {
    List<String> names = platform == Platform.MAC ? BSD : LINUX;
    return "SIG"
        + (number >= 1 && number <= names.size() ? names.get(number - 1) : String.valueOf(number));
  }

  /** Tells whether signal {@code number} is how a broken native call ends a process. */
  public static boolean isCrash(int number) {
    String name = name(number);
    return name.equals("SIGSEGV")
        || name.equals("SIGBUS")
        || name.equals("SIGILL")
        || name.equals("SIGFPE")
        || name.equals("SIGABRT")
        || name.equals("SIGTRAP")
        || name.equals("SIGSYS");
  }
}
