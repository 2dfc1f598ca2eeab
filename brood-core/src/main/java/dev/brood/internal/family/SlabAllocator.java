package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slabs in which this process makes cells. A slab stays as long as the process that made it, or
 * as one of its cells is used or on its way. Guarded by its user.
 */
final class SlabAllocator {

  private static final int FIRST_BYTES = 1 << 16;
  private static final int MOST_BYTES = 1 << 22;
  private static final int FEWEST_CELLS = 4;

  /** A slab, and where in it to look for a free cell. */
  private static final class Open {
    private final Slab slab;
    private int next;
    private int freedWhenFull = -1;

    Open(Slab slab) {
      this.slab = slab;
    }
  }

  /** A fresh cell. */
  record Allocation(Slab slab, long offset) {}

  private final Family family;
  private final Map<Integer, List<Open>> bySize = new HashMap<>();

  SlabAllocator(Family family) {
    this.family = family;
  }

  Allocation allocate(long kind, int body, int waitSets) throws IOException {
    int cellSize = Slab.cellSize(body, waitSets);
    List<Open> slabs = bySize.computeIfAbsent(cellSize, size -> new ArrayList<>());
    for (int i = slabs.size() - 1; i >= 0; i--) {
      Open open = slabs.get(i);
      long cell = allocate(open, kind, waitSets);
      if (cell >= 0) {
        return new Allocation(open.slab, cell);
      }
    }
    long bytes = Math.min(MOST_BYTES, (long) FIRST_BYTES << Math.min(slabs.size(), 8));
    Open open = new Open(create(cellSize, (int) Math.max(FEWEST_CELLS, bytes / cellSize)));
    slabs.add(open);
    return new Allocation(open.slab, allocate(open, kind, waitSets));
  }

  private long allocate(Open open, long kind, int waitSets) {
    int freed = open.slab.freed();
    if (freed == open.freedWhenFull) {
      return -1;
    }
    long cell = open.slab.allocate(open.next, kind, waitSets, Family.slotOf(family.self()));
    if (cell < 0) {
      open.freedWhenFull = freed;
    } else {
      open.next = open.slab.indexOf(cell) + 1;
    }
    return cell;
  }

  private Slab create(int cellSize, int count) throws IOException {
    long size = Slab.bytes(cellSize, count);
    long id = family.nextNumber();
    Path file =
        family.directoryFor(size + Segment.HEADER).resolve(Long.toHexString(id) + Slab.SUFFIX);
    // Unmapped when the last cell of this process is gone.
    Segment segment = SharedSegment.create(family, file, id, Slab.KIND, size, Arena.ofAuto());
    Slab slab = new Slab(segment, family);
    slab.initialize(cellSize, count);
    return slab;
  }
}
