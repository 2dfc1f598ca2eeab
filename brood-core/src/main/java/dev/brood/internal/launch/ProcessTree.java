package dev.brood.internal.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A process and all that come from it. */
final class ProcessTree {
  private static final int MOST = 10_000;

  private ProcessTree() {}

  /**
   * Kills {@code root} and its descendants, parents first.
   *
   * <p>A dead process's children have another parent, so they can be found only while it lives.
   * They are listed once before anything is killed, and again for each process just before its
   * turn. A handle knows when its process started, so a pid that is used again is safe.
   */
  static void kill(ProcessHandle root) {
    Deque<ProcessHandle> open = new ArrayDeque<>();
    open.add(root);
    List<ProcessHandle> before = root.descendants().limit(MOST).toList();
    open.addAll(before);
    Set<ProcessHandle> done = new LinkedHashSet<>();
    while (!open.isEmpty() && done.size() < MOST) {
      ProcessHandle next = open.remove();
      if (done.add(next)) {
        open.addAll(next.children().toList());
        next.destroyForcibly();
      }
    }
  }
}
