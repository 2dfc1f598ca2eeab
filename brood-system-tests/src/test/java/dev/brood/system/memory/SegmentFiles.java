package dev.brood.system.memory;

import dev.brood.system.support.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of the shared memory of this family. */
public final class SegmentFiles {
  private SegmentFiles() {}

  /** Returns those of segments, finished or not. */
  public static List<Path> left() {
    return matching(".*\\.seg|draft-.*");
  }

  /** Returns those of slabs, in which small things stand. */
  static List<Path> slabs() {
    return matching(".*\\.cells");
  }

  private static List<Path> matching(String name) {
    List<Path> found = new ArrayList<>();
    for (Path folder : Leftovers.foldersOf(ProcessHandle.current().pid())) {
      try (var files = Files.list(folder)) {
        files.filter(file -> file.getFileName().toString().matches(name)).forEach(found::add);
      } catch (IOException deletedMeanwhile) {
        // Nothing in it, then.
      }
    }
    return found;
  }
}
