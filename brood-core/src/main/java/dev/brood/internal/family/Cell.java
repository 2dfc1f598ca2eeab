package dev.brood.internal.family;

import dev.brood.internal.region.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A small shared object: some bytes and some wait sets in a slab that it has in common with others.
 * In each process there is one object of it, and one of what the package above makes of it.
 *
 * <p>Its life is that of a {@link SharedSegment}: the last user that closes it frees it; users that
 * end without closing it are struck out, and then it is freed unless a handle is on its way.
 */
public final class Cell {

  /** Makes the object of this process for a cell. */
  public interface Maker<T> {
    /** Returns the object; it keeps the cell. */
    T make(Cell cell);
  }

  private static final Attachments<CellRef, Object> ATTACHED = new Attachments<>();

  // Guarded by the attachments, so that this process enters, makes and leaves one cell at a time.
  private static final Map<Family, SlabAllocator> ALLOCATORS = new HashMap<>();

  private static final MappedSlabs SLABS = new MappedSlabs();

  /** What must be undone; knows nothing of the object. */
  static final class Use extends Attachments.Use {
    private final Family family;
    private final Slab slab;
    private final CellRef ref;

    // Guarded by itself.
    private final List<Runnable> releases = new ArrayList<>();

    Use(Family family, Slab slab, CellRef ref) {
      this.family = family;
      this.slab = slab;
      this.ref = ref;
    }

    @Override
    void end(boolean closed) {
      synchronized (releases) {
        releases.forEach(Runnable::run);
      }
      long cell = ref.offset();
      slab.leave(cell, Family.slotOf(family.self()));
      if (closed || !slab.isInFlight(cell)) {
        slab.freeUnlessUsed(cell);
      }
      SLABS.endUse(slab);
    }
  }

  private final Use use;
  private final MemorySegment body;
  private final List<WaitSet> waitSets = new CopyOnWriteArrayList<>();

  /** The view of one member; for this process's own, see {@link #attach}. */
  Cell(Use use) {
    this.use = use;
    this.body = use.slab.body(use.ref.offset());
  }

  /**
   * Makes a cell of zeros in the family of this JVM.
   *
   * @param kind what it is for, which {@link #attach} checks
   * @param bytes how large its body is
   * @param waitSets how many wait sets it has
   * @throws UncheckedIOException if there is no room for it
   */
  public static <T> T create(long kind, int bytes, int waitSets, Maker<T> maker) {
    Family family = Family.ofThisJvm();
    synchronized (ATTACHED) {
      try {
        SlabAllocator.Allocation made = allocatorOf(family).allocate(kind, bytes, waitSets);
        Slab slab = made.slab();
        String file = slab.segment().file().toString();
        CellRef ref = new CellRef(file, made.offset(), slab.roundOf(made.offset()));
        SLABS.use(slab, family);
        return attach(ref, () -> new Use(family, slab, ref), maker);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make a shared object of bytes=" + bytes, e);
      }
    }
  }

  private static SlabAllocator allocatorOf(Family family) {
    SlabAllocator allocator = ALLOCATORS.get(family);
    if (allocator == null) {
      allocator = new SlabAllocator(family);
      ALLOCATORS.put(family, allocator);
    }
    return allocator;
  }

  /**
   * Returns what this process has for a cell whose handle has arrived.
   *
   * @throws IllegalStateException if all users have closed the cell, or it is of another kind
   */
  public static <T> T attach(CellRef ref, long kind, Maker<T> maker) {
    try {
      synchronized (ATTACHED) {
        T object = attach(ref, () -> open(ref, kind), maker);
        SLABS.handleArrived(ref);
        return object;
      }
    } catch (NoSuchFileException e) {
      throw gone(ref, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot attach the shared object at " + ref, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T attach(CellRef ref, Attachments.Opener<Use> opener, Maker<T> maker)
      throws IOException {
    return (T) ATTACHED.attach(ref, opener, use -> maker.make(new Cell(use)));
  }

  private static Use open(CellRef ref, long kind) throws IOException {
    Slab slab = SLABS.use(ref.file());
    try {
      Family family = Family.at(Path.of(slab.segment().identity().family()));
      int slot = Family.slotOf(family.self());
      if (!slab.enter(ref.offset(), ref.round(), slot)) {
        throw gone(ref, null);
      }
      if (slab.kindOf(ref.offset()) != kind) {
        slab.leave(ref.offset(), slot);
        throw new IllegalStateException("the shared object at " + ref + " is of another kind");
      }
      return new Use(family, slab, ref);
    } catch (RuntimeException e) {
      SLABS.endUse(slab);
      throw e;
    }
  }

  private static IllegalStateException gone(CellRef ref, @Nullable Throwable cause) {
    return new IllegalStateException(
        "the shared object at " + ref + " is gone: all its users have closed it", cause);
  }

  /** Returns how the cell travels, and counts that it is sent. */
  public CellRef send() {
    mustBeOpen();
    use.slab.handleSent(use.ref.offset());
    return use.ref;
  }

  /** Returns where the cell is, for messages. */
  public CellRef ref() {
    return use.ref;
  }

  /** Returns the bytes of the package above; they begin at a multiple of 64. */
  public MemorySegment body() {
    return body;
  }

  /** Returns the wait set of a number, of which the caller keeps the one object of this process. */
  public WaitSet waitSet(int number) {
    long offset = use.slab.waitSet(use.ref.offset(), number);
    WaitKey key = new WaitKey(use.slab.segment().identity().id(), offset);
    WaitSet set = new WaitSet(use.family, use.slab.memory(), offset, key);
    waitSets.add(set);
    return set;
  }

  /** Returns the number of a further file that goes with the cell; the next is always higher. */
  public long nextFile() {
    return use.slab.nextFile(use.ref.offset());
  }

  /**
   * Makes a file of zeros that goes with the cell: in memory if there is room, else on disk.
   *
   * @param number from {@link #nextFile}
   * @param arena as long as it is open, the file is mapped
   * @throws IOException if there is no room for it
   */
  public MemorySegment createFile(long number, long size, Arena arena) throws IOException {
    Path folder = use.family.directoryFor(size);
    return MappedFile.create(folder.resolve(fileName(number)), size, arena);
  }

  /**
   * Maps a file that goes with the cell.
   *
   * @param arena as long as it is open, the file is mapped
   * @throws IOException if it cannot be mapped
   */
  public MemorySegment openFile(long number, Arena arena) throws IOException {
    return MappedFile.open(use.family.find(fileName(number)), arena);
  }

  /** Deletes the files below a number; who has mapped one keeps it. One caller at a time. */
  public void deleteFilesBelow(long number) {
    use.slab.deleteFiles(use.ref.offset(), number);
  }

  private String fileName(long number) {
    return use.slab.fileName(use.ref.offset(), number);
  }

  /**
   * Has something given up when this process uses the cell no longer, closed or not. It must not
   * refer to what the package above made of the cell, which would then never be garbage.
   */
  public void atEnd(Runnable release) {
    synchronized (use.releases) {
      use.releases.add(release);
    }
  }

  /** Returns the family whose cell it is. */
  public Family family() {
    return use.family;
  }

  /** Tells whether this process has closed the cell. */
  public boolean isClosed() {
    return use.isEnded();
  }

  /**
   * Checks that this process has not closed the cell.
   *
   * @throws IllegalStateException if it has
   */
  public void mustBeOpen() {
    if (use.isEnded()) {
      throw new IllegalStateException("the shared object at " + use.ref + " is closed here");
    }
  }

  /**
   * Ends this process's use; the last user frees the cell. Threads of this process that sleep in a
   * wait set of it wake and get {@link IllegalStateException}. Again: does nothing.
   */
  public void close() {
    waitSets.forEach(WaitSet::end);
    ATTACHED.close(use.ref, use);
  }
}
