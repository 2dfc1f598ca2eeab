package dev.brood.internal.child;

import dev.brood.internal.wire.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Has a worker ignore the SIGINT that a terminal sends to the whole group of processes at Ctrl-C:
 * the owner decides what becomes of its workers. Else they would be seen to die, and tasks be
 * blamed and run again, while the owner is about to end.
 *
 * <p>It waits a moment, since looking up the JDK's signals takes milliseconds that a starting
 * worker has no time for. By reflection, since the compiler warns of their package in a way that
 * cannot be turned off; where they are missing, all is as it was.
 */
final class TerminalInterrupt implements EventLoop.Work {

  private static final long MOMENT_NANOS = 50_000_000;

  private long due;

  @Override
  public long step() {
    if (due == NEVER) {
      return NEVER;
    }
    long now = System.nanoTime();
    if (due == 0) {
      due = now + MOMENT_NANOS;
    }
    if (due - now > 0) {
      return due - now;
    }
    due = NEVER;
    ignore();
    return NEVER;
  }

  private static void ignore() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      @Nullable Object ignore = handler.getField("SIG_IGN").get(null);
      var _ = signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignore);
    } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
      // Not this JDK, or it runs with -Xrs. Then the worker ends at Ctrl-C.
    }
  }
}
