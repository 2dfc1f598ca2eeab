package dev.brood.process;

import java.io.Serializable;
import java.util.Objects;

/**
 * How a process ended: it exited with a code, was killed by a signal, or nobody knows.
 *
 * <p>A value, for any thread and any process of the family; it may be sent. Nothing needs to be
 * closed.
 *
 * <p>On Unix, Java reports a death by signal {@code n} as the code {@code 128 + n}, which a program
 * could choose as well. A child of this library says so before it exits of its own will, so a code
 * that it chose is told as {@link Exited}, whichever of its threads chose it. But a JVM that is
 * asked to end by {@code SIGHUP}, {@code SIGINT} or {@code SIGTERM} runs its shutdown hooks and
 * ends by itself, with code 129, 130 or 143: these are always told as {@link Killed}. So is 137 of
 * a child that its owner has killed, whatever the child said before. {@code Runtime.halt} says
 * nothing, and a daemon thread may choose too late, in the moment when the last other thread has
 * ended: such codes are told as {@link Killed} too. Windows has no signals.
 *
 * @since 0.1
 */
public sealed interface ExitStatus extends Serializable {

  /**
   * The process ended of its own will, or was ended on a system without signals.
   *
   * @param code its exit code; 0 is success
   * @since 0.1
   */
  record Exited(int code) implements ExitStatus {}

  /**
   * A signal ended the process.
   *
   * @param signal the number of the signal, such as 9
   * @param name its name here, such as {@code SIGKILL}
   * @since 0.1
   */
  record Killed(int signal, String name) implements ExitStatus {
    /** Checks the values. */
    public Killed {
      if (signal < 1) {
        throw new IllegalArgumentException("signal=" + signal + " is no signal");
      }
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * The process is gone and how it ended will never be known: it was no child of this process, or
   * its owner died first.
   *
   * @since 0.1
   */
  record Lost() implements ExitStatus {}

  /**
   * Tells whether the process exited with code 0.
   *
   * @return true for {@code Exited(0)} only
   */
  default boolean isSuccess() {
    return this instanceof Exited exited && exited.code() == 0;
  }
}
