package dev.brood.internal.death;

import dev.brood.internal.os.Platform;
import dev.brood.internal.os.Signals;

/**
 * How a child ended, as far as its exit value tells.
 *
 * <p>Java reports a process that was killed by signal {@code n} as exit value {@code 128 + n}, and
 * a JVM that was asked to end by a signal exits with the same value by itself. A program may also
 * choose such a value; then only the child's own announcement tells the difference.
 *
 * @param raw the value as the JDK reports it
 * @param announced whether the child said that it exits of its own will, so that {@code raw} is
 *     what it chose
 */
public record ExitCode(int raw, boolean announced) {
  private static final int SIGNALLED = 128;

  /** Returns the code of a child that has announced nothing. */
  public static ExitCode of(int raw) {
    return new ExitCode(raw, false);
  }

  /** Returns the same end of a child that had announced it. */
  public ExitCode asAnnounced() {
    return new ExitCode(raw, true);
  }

  /** Tells whether a signal ended the child. */
  public boolean isSignal() {
    return !announced
        && Platform.current() != Platform.WINDOWS
        && raw > SIGNALLED
        && raw <= SIGNALLED + Signals.HIGHEST;
  }

  /** Returns the number of the signal that ended the child, or 0 if none did. */
  public int signal() {
    return isSignal() ? raw - SIGNALLED : 0;
  }

  /** Returns the name of that signal, or an empty text. */
  public String signalName() {
    return isSignal() ? Signals.name(signal()) : "";
  }

  @Override
  public String toString() {
    return isSignal() ? "killed by " + signalName() : "exit code " + raw;
  }
}
