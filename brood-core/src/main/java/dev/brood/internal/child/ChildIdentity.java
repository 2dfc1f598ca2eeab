package dev.brood.internal.child;

import dev.brood.internal.family.Hub;
import dev.brood.internal.wire.Ration;
import dev.brood.internal.wire.Welcome;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who this JVM is in its family. The user's own JVM is the root: it has no welcome, the name {@code
 * main} and an empty path.
 */
public final class ChildIdentity {

  /** The name of the user's own JVM. */
  public static final String ROOT = "main";

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
   * Refuses to start children of a child from a static initializer, or while the child is still
   * decoding what it is to do. Each of those children would initialize the same class and start
   * children again, and so would theirs.
   *
   * @throws IllegalStateException if the calling thread does so
   */
  public static void mayStartChildren() {
    if (Welcome.ofThisJvm() != null
        && (Thread.currentThread().equals(decoding)
            || StackWalker.getInstance().walk(ChildIdentity::isInInitializer))) {
      throw new IllegalStateException(
          "a static initializer starts children, and this is a child itself: every child would"
              + " start more without end. Start them in a method that the task calls");
    }
  }

  private static boolean isInInitializer(Stream<StackWalker.StackFrame> frames) {
    return frames.anyMatch(frame -> frame.getMethodName().equals("<clinit>"));
  }

  /**
   * Returns what this JVM tells the children that it starts, but for their names. They may use what
   * this one may, unless whoever starts them divides it.
   *
   * @param worker whether they are workers of a pool
   * @param daemon whether they are daemons
   */
  public static Welcome invitation(boolean worker, boolean daemon) {
    Welcome self = Welcome.ofThisJvm();
    String name = self == null ? ROOT : self.name();
    String path = self == null ? "" : self.path();
    byte role = worker ? Welcome.WORKER : Welcome.PROCESS;
    long pid = ProcessHandle.current().pid();
    Ration ration = self == null ? Ration.NONE : self.ration();
    return new Welcome(role, "", daemon, path, name, pid, "", true, Hub.addressOfFamily(), ration);
  }
}
