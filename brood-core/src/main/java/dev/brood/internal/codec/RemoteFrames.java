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
