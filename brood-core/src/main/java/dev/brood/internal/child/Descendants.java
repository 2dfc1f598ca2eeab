package dev.brood.internal.child;

import dev.brood.internal.os.DescendantPids;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The processes that this child started, and theirs. */
final class Descendants {

  private Descendants() {}

  /**
   * Kills them all. Children of Brood would end by themselves when this JVM does; this is for the
   * others, which nobody else would end.
   */
  static void kill() {
    Set<Long> killed = new HashSet<>();
    Set<Long> found;
    while ((found = DescendantPids.ofThisJvm()) != null && killed.addAll(found)) {
      for (long pid : found) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
          process.get().destroyForcibly();
        }
      }
    }
    if (found == null) {
      killFromHandles();
    }
  }

  private static void killFromHandles() {
    Iterator<ProcessHandle> each = ProcessHandle.current().descendants().iterator();
    while (each.hasNext()) {
      each.next().destroyForcibly();
    }
  }
}
