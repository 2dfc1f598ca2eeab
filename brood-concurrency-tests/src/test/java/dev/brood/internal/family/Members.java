package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Members of one family that are all in this JVM, so that its threads can play processes: each has
 * a view of its own of what is shared.
 */
public final class Members {

  private static final long KIND = 1;
  private static final int ROOT = 0;

  private final List<Family> members = new ArrayList<>();
  private final Slab slab;
  private final int waitSets;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Makes a family.
   *
   * @param count how many members it has
   * @param cells how many cells it has room for; then they are used again, whoever has them
   * @param bytes how large the body of each is
   * @param waitSets how many wait sets each has
   */
  public Members(int count, int cells, int bytes, int waitSets) {
    this.waitSets = waitSets;
    try {
      Path folder = Files.createTempDirectory("members-");
      MemberTable table = MemberTable.create(folder.resolve("members"));
      for (int id = 1; id <= count; id++) {
        table.enter(id, ProcessHandle.current().pid(), "member " + id);
        members.add(new Family(folder, folder, table, id, new Neighbours()));
      }
      int cellSize = Slab.cellSize(bytes, waitSets);
      Segment segment =
          Segment.create(
              folder.resolve("1" + Slab.SUFFIX),
              folder.resolve("draft"),
              Slab.bytes(cellSize, cells),
              new Segment.Identity(1, Slab.KIND, ""),
              ROOT,
              ROOT,
              Arena.global());
      this.slab = new Slab(segment, members.get(0));
      slab.initialize(cellSize, cells);
      // Mapped by now, and nobody else's.
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reaches members that are in the same JVM. */
  private final class Neighbours implements Family.Post {
    @Override
    public void ring(int slot, WaitKey key) {
      members.get(slot - 1).wake(key);
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  Slab slab() {
    return slab;
  }

  /** Makes a cell, and returns the view that each of the members has of it. */
  public synchronized List<Cell> cell() {
    int index = next.getAndIncrement() % slab.count();
    long old = slab.offsetOf(index);
    if (slab.isLive(old)) {
      IntStream.rangeClosed(1, members.size()).forEach(slot -> slab.leave(old, slot));
      slab.freeUnlessUsed(old);
    }
    long cell = slab.allocate(index, KIND, waitSets, 1);
    CellRef ref = new CellRef("", cell, slab.roundOf(cell));
    List<Cell> views = new ArrayList<>();
    for (int slot = 1; slot <= members.size(); slot++) {
      slab.enter(cell, ref.round(), slot);
      views.add(new Cell(new Cell.Use(members.get(slot - 1), slab, ref)));
    }
    return views;
  }
}
