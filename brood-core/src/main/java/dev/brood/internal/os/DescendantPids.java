package dev.brood.internal.os;

import java.io.File;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who started whom, from the lists of children that Linux keeps for each thread, see proc(5).
 * {@link ProcessHandle#descendants} reads the parent of every process of the machine, by streams,
 * which costs a JVM that does it once ten times as much.
 */
public final class DescendantPids {
  private DescendantPids() {}

  /**
   * Returns the pids of all that this process started, and of all that these did, or null if the
   * system does not tell, or not all of them at this moment.
   *
   * <p>A list may lack a process whose sibling ends while it is read. Who needs them all asks again
   * until there is no new one.
   */
  public static @Nullable Set<Long> ofThisJvm() {
    Set<Long> pids = new HashSet<>();
    return addDescendants("self", pids) ? pids : null;
  }

  /** Adds those of a process; tells whether these are all. */
  private static boolean addDescendants(String process, Set<Long> pids) {
    String folder = "/proc/" + process + "/task/";
    String @Nullable [] threads = new File(folder).list();
    if (threads == null) {
      // Ended since, and has none any more; or there is no such folder at all.
      return !process.equals("self");
    }
    boolean all = true;
    for (String thread : threads) {
      byte @Nullable [] children = KernelFiles.bytes(folder + thread + "/children");
      // Missing too for a thread that has just ended: its children are another thread's now.
      all &= children != null && addEach(children, pids);
    }
    return all;
  }

  private static boolean addEach(byte[] children, Set<Long> pids) {
    boolean all = true;
    long pid = 0;
    for (byte each : children) {
      if (each != ' ') {
        pid = pid * 10 + (each - '0');
      } else {
        if (pids.add(pid)) {
          all &= addDescendants(Long.toString(pid), pids);
        }
        pid = 0;
      }
    }
    return all;
  }
}
