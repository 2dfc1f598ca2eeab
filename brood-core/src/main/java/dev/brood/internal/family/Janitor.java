package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import dev.brood.internal.util.Log;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Removes what a dead member has left in the files of its family: it is no user any more, and does
 * not sleep. What then has no user is freed, unless a handle is on its way.
 */
final class Janitor {

  private final Family family;

  Janitor(Family family) {
    this.family = family;
  }

  void cleanUpAfter(int member) {
    // One at a time: of two that find the same name of a dead one's, the second might remove it
    // when it is another segment's already.
    synchronized (Janitor.class) {
      family.folders().forEach(folder -> cleanUp(folder, member));
    }
  }

  private void cleanUp(Path folder, int member) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        try {
          cleanUp(file, String.valueOf(file.getFileName()), member);
        } catch (NoSuchFileException goneMeanwhile) {
          // Its last user has freed it.
        } catch (IOException e) {
          // The others must still be cleaned up.
          Log.debug("cannot clean up after member " + member + " in " + file, e);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      Log.debug("cannot clean up after member " + member + " in " + folder, e);
    }
  }

  private void cleanUp(Path file, String name, int member) throws IOException {
    boolean slab = name.endsWith(Slab.SUFFIX);
    if (!slab && !name.endsWith(SharedSegment.SUFFIX)) {
      if (name.startsWith(Family.prefixOf(member))) {
        Files.deleteIfExists(file);
      }
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Segment segment = Segment.open(file, arena);
      if (slab) {
        strikeOut(new Slab(segment, family), member);
      }
      segment.leave(Family.slotOf(member), member);
      if (!segment.isInFlight()) {
        segment.freeUnlessUsed(family::isAlive, family.self());
      }
      segment.unlinkForTheDead(family::isAlive);
    }
  }

  private void strikeOut(Slab slab, int member) {
    for (int i = 0; i < slab.count(); i++) {
      slab.strikeOut(slab.offsetOf(i), Family.slotOf(member));
    }
  }
}
