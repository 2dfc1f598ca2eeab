package dev.brood.internal.child;

import dev.brood.internal.wire.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * Who this JVM is in its family. The user's own JVM is the root: it has no welcome, the name {@code
 * main} and an empty path.
 */
public final class ChildIdentity {

  /** The name of the user's own JVM. */
  public static final String ROOT = "main";

  // Written once, by the boot thread, before any code of the user runs.
  private static volatile @Nullable Welcome welcome;

  // The working thread while it decodes. Only that thread asks for itself, so no order is needed.
  private static @Nullable Thread decoding;

  private ChildIdentity() {}

  static void decodingBegins(Thread worker) {
    decoding = worker;
  }

  static void decodingEnds() {
    decoding = null;
  }

  /**
   * Refuses to start children while this child is still decoding what it is to do. Decoding runs
   * the static initializers of the user's classes; one that starts children there would start them
   * in those children again, and in theirs.
   *
   * @throws IllegalStateException if the calling thread is decoding
   */
  public static void mayStartChildren() {
    if (Thread.currentThread().equals(decoding)) {
      throw new IllegalStateException(
          "this child is still decoding its task, and a static initializer starts children: every"
              + " child would start more without end. Start them in a method that the task calls");
    }
  }

  /**
   * Returns what this JVM tells the children that it starts, but for their names.
   *
   * @param worker whether they are workers of a pool
   * @param daemon whether they are daemons
   */
  public static Welcome invitation(boolean worker, boolean daemon) {
    Welcome self = welcome;
    String name = self == null ? ROOT : self.name();
    String path = self == null ? "" : self.path();
    return new Welcome(worker, "", daemon, path, name, ProcessHandle.current().pid(), "", true);
  }

  static void become(Welcome welcome) {
    ChildIdentity.welcome = welcome;
  }

  /** Returns what the owner said that this JVM is, or null in the user's own JVM. */
  public static @Nullable Welcome welcome() {
    return welcome;
  }
}
