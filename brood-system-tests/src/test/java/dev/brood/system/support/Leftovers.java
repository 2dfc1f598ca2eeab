package dev.brood.system.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a program may leave behind: processes, threads, files. */
public final class Leftovers {
  /** What a JVM that owns children keeps until it ends: locks are what a sweeper judges by. */
  private static final Set<String> KEPT =
      Set.of("owner.lock", "owner.sock", "family.sock", "family.members", "forked");

  /** Where small shared objects are; it stays for the next of them. */
  private static final String SLAB = ".cells";

  private Leftovers() {}

  /** Returns the processes below this one that live. */
  public static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names of our threads in this JVM, virtual ones when there are no others. */
  static List<String> threads() {
    // Only a dump shows virtual threads, and one of JDK 25.0.3 crashes if it meets them as they are
    // about to park. So there is none while a pool is still ending.
    List<String> platform = ours(Thread.getAllStackTraces().keySet().stream().map(Thread::getName));
    return platform.isEmpty() ? ours(ThreadDump.names().stream()) : platform;
  }

  private static List<String> ours(Stream<String> names) {
    return names
        .filter(name -> name.startsWith("brood-") || name.startsWith("pool-"))
        .filter(name -> !name.equals("brood-rendezvous") && !name.equals("brood-family"))
        .toList();
  }

  /** Returns what the folders of this JVM hold, but for what stays as long as the JVM. */
  public static List<String> filesOfThisJvm() {
    List<String> files = new ArrayList<>();
    for (Path folder : foldersOf(ProcessHandle.current().pid())) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries
            .filter(entry -> !KEPT.contains(String.valueOf(entry.getFileName())))
            .filter(entry -> !entry.toString().endsWith(SLAB))
            .forEach(entry -> files.add(entry.toString()));
      } catch (NoSuchFileException deletedMeanwhile) {
        // Nothing left, then.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** Returns the folders that a process made for its sockets and its shared memory. */
  public static List<Path> foldersOf(long pid) {
    List<Path> folders = new ArrayList<>();
    for (Path base : bases()) {
      try (Stream<Path> entries = Files.list(base)) {
        entries
            .filter(entry -> String.valueOf(entry.getFileName()).startsWith("brood-" + pid + "-"))
            .forEach(folders::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folders;
  }

  private static Set<Path> bases() {
    Set<Path> bases = new TreeSet<>();
    bases.add(Path.of(System.getProperty("java.io.tmpdir")));
    bases.add(Path.of("/tmp"));
    bases.add(Path.of("/dev/shm"));
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null && !runtime.isEmpty()) {
      bases.add(Path.of(runtime));
    }
    bases.removeIf(base -> !Files.isDirectory(base));
    return bases;
  }

  /** Returns the children of this JVM that have ended and that nobody has asked how. */
  public static List<Long> zombies() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .filter(Leftovers::isZombie)
        .toList();
  }

  /** Tells whether a process runs; one that only waits for its parent to notice does not. */
  public static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !isZombie(pid);
  }

  private static boolean isZombie(long pid) {
    return stateOf(Path.of("/proc", Long.toString(pid))) == 'Z';
  }

  /** Returns the state of a process or a thread, by its folder; a blank if it is gone. */
  static char stateOf(Path folder) {
    try {
      String stat = Files.readString(folder.resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return ' ';
    }
  }

  /** Returns the pid and the end of the command line of a process. */
  static String describe(ProcessHandle process) {
    String command = process.info().commandLine().orElse("?");
    String end = command.substring(Math.max(0, command.length() - 160));
    return "pid=" + process.pid() + " of " + process.parent().map(ProcessHandle::pid) + " " + end;
  }
}
