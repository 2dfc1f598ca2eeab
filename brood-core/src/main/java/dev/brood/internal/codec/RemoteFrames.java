package dev.brood.internal.codec;

import java.util.Arrays;

/**
 * Stack traces that cross processes: first the frames of the process that threw, then a frame that
 * is none and marks the boundary, then those of the process that waited.
 *
 * <pre>
 * java.lang.IllegalStateException: no such page
 *     at app.Parser.page(Parser.java:41)
 *     at ---- above: remote, below: local ----.boundary(child-2 (pid 4711))
 *     at dev.brood.pool.Pool.map(Pool.java:88)
 *     at app.Main.main(Main.java:12)
 * </pre>
 */
public final class RemoteFrames {
  private static final String MARK = "---- above: remote, below: local ----";

  private RemoteFrames() {}

  static void setRemote(Throwable rebuilt, StackTraceElement[] remote, String peer) {
    StackTraceElement[] frames = Arrays.copyOf(remote, remote.length + 1);
    frames[remote.length] = new StackTraceElement(MARK, "boundary", peer, -1);
    setSafely(rebuilt, frames);
  }

  /**
   * Ends the stack trace of a throwable that came from another thread with a boundary.
   *
   * @param runner what has called whatever such a thread runs
   */
  public static <T extends Throwable> T ofOtherThread(T thrown, String peer, Class<?> runner) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      setRemote(thrown, Arrays.copyOf(frames, endOfThrow(frames, runner.getName())), peer);
    } catch (Throwable failing) {
      // It has an own idea of its stack trace.
    }
    return thrown;
  }

  /**
   * Returns how many frames are of this throw. The same object may have been thrown before, and
   * brings along the boundary of then and who waited: no thread of ours, other than for a task that
   * waited for another one.
   */
  private static int endOfThrow(StackTraceElement[] frames, String runner) {
    int end = frames.length;
    for (int i = end - 1; i >= 0 && !frames[i].getClassName().equals(runner); i--) {
      if (isBoundary(frames[i])) {
        end = i;
      }
    }
    return end;
  }

  /** Returns whether a frame is the boundary between two processes. */
  public static boolean isBoundary(StackTraceElement frame) {
    return frame.getClassName().equals(MARK);
  }

  /**
   * Puts local frames behind the last boundary of a rebuilt throwable, in place of those that may
   * be there already.
   *
   * @return the throwable
   */
  public static <T extends Throwable> T withLocal(T rebuilt, StackTraceElement[] local) {
    StackTraceElement[] frames;
    try {
      frames = rebuilt.getStackTrace();
    } catch (Throwable failing) {
      return rebuilt;
    }
    int remote = frames == null ? 0 : frames.length;
    while (remote > 0 && !isBoundary(frames[remote - 1])) {
      remote--;
    }
    if (remote > 0) {
      StackTraceElement[] all = Arrays.copyOf(frames, remote + local.length);
      System.arraycopy(local, 0, all, remote, local.length);
      setSafely(rebuilt, all);
    }
    return rebuilt;
  }

  /** A throwable may have no stack trace, or an own idea of how to set it. */
  private static void setSafely(Throwable throwable, StackTraceElement[] frames) {
    try {
      throwable.setStackTrace(frames);
    } catch (Throwable failing) {
      // It then shows the frames that it brought along.
    }
  }
}
