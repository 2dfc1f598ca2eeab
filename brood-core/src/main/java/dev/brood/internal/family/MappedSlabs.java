package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The slabs that this process has mapped. One whose maker lives stays: new cells in it arrive all
 * the time. One whose maker has died goes when no cell of it is used here any more.
 *
 * <p>Guarded by itself.
 */
final class MappedSlabs {

  /** A slab and how many of its cells this process uses. */
  private static final class Mapped {
    private final Slab slab;
    private final Family family;
    private final int maker;
    private int uses;

    Mapped(Slab slab, Family family) {
      this.slab = slab;
      this.family = family;
      this.maker = Family.makerOf(slab.segment().identity().id());
    }

    boolean isOver() {
      return uses == 0 && !family.isAlive(maker);
    }
  }

  private final Map<String, Mapped> byFile = new HashMap<>();

  /** Counts a use of a slab that this process has made. */
  synchronized void use(Slab made, Family family) {
    String file = made.segment().file().toString();
    Mapped mapped = byFile.get(file);
    if (mapped == null) {
      mapped = new Mapped(made, family);
      byFile.put(file, mapped);
    }
    mapped.uses++;
  }

  /**
   * Returns a slab, of which this process uses one cell more from now on.
   *
   * @throws NoSuchFileException if it is gone, with all its cells
   */
  synchronized Slab use(String file) throws IOException {
    Mapped mapped = byFile.get(file);
    if (mapped == null) {
      letGoOfTheDead();
      mapped = map(file);
      byFile.put(file, mapped);
    }
    mapped.uses++;
    return mapped.slab;
  }

  private static Mapped map(String file) throws IOException {
    // Unmapped when the last cell of it that anybody here refers to is gone.
    Segment segment = Segment.open(Path.of(file), Arena.ofAuto());
    Segment.Identity identity = segment.identity();
    Family family = Family.at(Path.of(identity.family()));
    if (identity.kind() != Slab.KIND
        || !segment.enter(Family.slotOf(family.self()), family.self())) {
      throw new NoSuchFileException(file);
    }
    return new Mapped(new Slab(segment, family), family);
  }

  /** Counts that a handle of a cell has arrived that this process uses. */
  synchronized void handleArrived(CellRef ref) {
    Mapped mapped = byFile.get(ref.file());
    if (mapped != null) {
      mapped.slab.handleArrived(ref.offset());
    }
  }

  /** Ends a use. */
  synchronized void endUse(Slab slab) {
    Mapped mapped = byFile.get(slab.segment().file().toString());
    if (mapped != null) {
      mapped.uses--;
      if (mapped.isOver()) {
        letGoOfTheDead();
      }
    }
  }

  private void letGoOfTheDead() {
    Iterator<Mapped> all = byFile.values().iterator();
    while (all.hasNext()) {
      if (letGoIfOver(all.next())) {
        all.remove();
      }
    }
  }

  private static boolean letGoIfOver(Mapped mapped) {
    if (!mapped.isOver()) {
      return false;
    }
    Segment segment = mapped.slab.segment();
    Family family = mapped.family;
    segment.leave(Family.slotOf(family.self()), family.self());
    if (!segment.isInFlight()) {
      segment.freeUnlessUsed(family::isAlive, family.self());
    }
    return true;
  }
}
