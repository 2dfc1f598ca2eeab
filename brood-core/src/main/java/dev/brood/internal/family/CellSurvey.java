package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Looks at all cells of a kind that a family has, for reports. */
public final class CellSurvey {

  /** Told of a cell. */
  public interface Visitor {

    /**
     * Looks at a cell, which may change meanwhile.
     *
     * @param ref where it is
     * @param body its bytes; unusable after this returns
     */
    void visit(CellRef ref, MemorySegment body);
  }

  private CellSurvey() {}

  /** Visits each live cell of a kind. */
  public static void visit(Family family, long kind, Visitor visitor) {
    for (Path folder : family.folders()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + Slab.SUFFIX)) {
        for (Path file : files) {
          visit(family, file, kind, visitor);
        }
      } catch (IOException | DirectoryIteratorException e) {
        throw new UncheckedIOException("cannot look at " + folder, new IOException(e));
      }
    }
  }

  private static void visit(Family family, Path file, long kind, Visitor visitor)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Slab slab = new Slab(Segment.open(file, arena), family);
      for (int i = 0; i < slab.count(); i++) {
        long cell = slab.offsetOf(i);
        if (slab.isLive(cell) && slab.kindOf(cell) == kind) {
          visitor.visit(new CellRef(file.toString(), cell, slab.roundOf(cell)), slab.body(cell));
        }
      }
    } catch (NoSuchFileException goneMeanwhile) {
      // Its last user has freed it.
    }
  }
}
