package dev.brood.internal.child;

import java.util.Iterator;

/** The processes that this child started, and theirs. */
final class Descendants {

  private Descendants() {}

  /**
   * Kills them all. Children of Brood would end by themselves when this JVM does; this is for the
   * others, which nobody else would end.
   */
  static void kill() {
    Iterator<ProcessHandle> each = ProcessHandle.current().descendants().iterator();
    while (each.hasNext()) {
      each.next().destroyForcibly();
    }
  }
}
