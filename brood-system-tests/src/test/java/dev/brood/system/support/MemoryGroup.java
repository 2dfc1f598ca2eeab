package dev.brood.system.support;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A control group of a limited memory: the kernel kills who exceeds it. Whoever may change the
 * groups of the machine can make one, next to all others; a process joins it by itself. It may be
 * captured and sent.
 */
public final class MemoryGroup implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String folder;

  private MemoryGroup(Path folder) {
    this.folder = folder.toString();
  }

  /** Returns a new group that allows so many bytes; empty if this process may not make one. */
  public static Optional<MemoryGroup> of(long bytes) throws IOException {
    for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] parts = mount.split(" ", -1);
      boolean first =
          parts[2].equals("cgroup") && List.of(parts[3].split(",", -1)).contains("memory");
      if (first || (parts[2].equals("cgroup2") && isAtTheTop())) {
        Optional<MemoryGroup> made = in(Path.of(parts[1]), bytes);
        if (made.isPresent()) {
          return made;
        }
      }
    }
    return Optional.empty();
  }

  /** Version 2 counts kills for a group and all below it, so ours must not stand beside it. */
  private static boolean isAtTheTop() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/cgroup")).contains("0::/");
  }

  private static Optional<MemoryGroup> in(Path mount, long bytes) {
    Path folder = mount.resolve("brood-test-" + ProcessHandle.current().pid());
    try {
      Files.createDirectory(folder);
    } catch (IOException notAllowed) {
      return Optional.empty();
    }
    MemoryGroup group = new MemoryGroup(folder);
    boolean limited =
        write(folder.resolve("memory.limit_in_bytes"), bytes)
            || write(folder.resolve("memory.max"), bytes);
    // So that nothing is swapped out instead; a machine without swap need not have them.
    var _ =
        write(folder.resolve("memory.memsw.limit_in_bytes"), bytes)
            || write(folder.resolve("memory.swap.max"), 0);
    if (!limited) {
      group.close();
      return Optional.empty();
    }
    return Optional.of(group);
  }

  private static boolean write(Path file, long number) {
    try {
      if (Files.exists(file)) {
        Files.writeString(file, Long.toString(number));
        return true;
      }
    } catch (IOException notAllowed) {
      // As if it were not there.
    }
    return false;
  }

  /** Has the process that calls this be in the group from now on. */
  public void join() {
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      Files.writeString(Path.of(folder, "cgroup.procs"), pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the group when the processes in it have ended. */
  @Override
  public void close() {
    Waits.until("nobody is in " + folder, () -> Path.of(folder).toFile().delete());
  }
}
