package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Log;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A segment full of cells of one size.
 *
 * <pre>
 *      0 +-------------------------------+
 *        | size (4)      | count (4)     |  of the cells
 *      8 | freed (4)                     |  how many cells were freed so far
 *     64 +-------------------------------+
 *        | cell 0                        |
 *        |   +0   state (8)              |  free 0, live 1, closing 2; above it two rounds
 *        |   +8   in flight (4)          |  handles sent, not received
 *        |   +12  wait sets (4)          |
 *        |   +16  kind (8)               |
 *        |   +24  files (8)              |  how many files the cell has had beside it
 *        |   +32  gone (8)               |  how many of them, the first ones, are deleted
 *        |   +64  users (64)             |  a bit for each slot
 *        |   +128 wait sets (64 each)    |
 *        |        body                   |
 *        +-------------------------------+
 *        | cell 1 ...                    |
 *        +-------------------------------+
 * </pre>
 *
 * <p>Only the process that made the slab makes cells in it; any may free them, with their files.
 * Cells begin at multiples of 64 bytes, so that no two share a cache line. How a cell is freed
 * beside users that come: see {@link Segment}.
 */
final class Slab {

  static final String SUFFIX = ".cells";
  private static final String FILE_SUFFIX = ".part";
  static final long KIND = 0x534C4142L;

  private static final int AT_SIZE = 0;
  private static final int AT_COUNT = 4;
  private static final int AT_FREED = 8;
  private static final int HEADER = 64;

  private static final int AT_IN_FLIGHT = 8;
  private static final int AT_WAIT_SETS = 12;
  private static final int AT_KIND = 16;
  private static final int AT_FILES = 24;
  private static final int AT_GONE = 32;
  private static final int AT_USERS = 64;
  private static final int CELL_HEADER = AT_USERS + MemberTable.BITMAP_BYTES;

  private static final long CODE = 3;
  private static final long FREE = 0;
  private static final long LIVE = 1;
  private static final long CLOSING = 2;

  /** Above the code: a number that tells one closing from the next. */
  private static final long CLOSING_ROUND = 4;

  /** In the upper half: a number that tells one cell from the next in the same place. */
  private static final int ROUND_SHIFT = Integer.SIZE;

  private final Segment segment;
  private final Family family;
  private final MemorySegment memory;

  Slab(Segment segment, Family family) {
    this.segment = segment;
    this.family = family;
    this.memory = segment.data();
  }

  static long bytes(int cellSize, int count) {
    return HEADER + (long) cellSize * count;
  }

  /** Returns the size of a cell, a multiple of 64. */
  static int cellSize(int body, int waitSets) {
    return (CELL_HEADER + waitSets * WaitSet.BYTES + body + 63) & -64;
  }

  void initialize(int cellSize, int count) {
    SharedWords.setInt(memory, AT_SIZE, cellSize);
    SharedWords.setInt(memory, AT_COUNT, count);
  }

  Segment segment() {
    return segment;
  }

  MemorySegment memory() {
    return memory;
  }

  int count() {
    return SharedWords.getInt(memory, AT_COUNT);
  }

  long offsetOf(int index) {
    return HEADER + (long) cellSize() * index;
  }

  int indexOf(long cell) {
    return (int) ((cell - HEADER) / cellSize());
  }

  /** Returns how many cells were freed so far; while it stays the same, a full slab stays full. */
  int freed() {
    return SharedWords.getInt(memory, AT_FREED);
  }

  private int cellSize() {
    return SharedWords.getInt(memory, AT_SIZE);
  }

  /** Returns the offset of a fresh cell of zeros, used by {@code slot}, or -1 if all are taken. */
  long allocate(int from, long kind, int waitSets, int slot) {
    int count = count();
    for (int i = 0; i < count; i++) {
      long cell = offsetOf((from + i) % count);
      long state = SharedWords.getLong(memory, cell);
      if ((state & CODE) == FREE) {
        memory.asSlice(cell + Long.BYTES, cellSize() - Long.BYTES).fill((byte) 0);
        SharedWords.setInt(memory, cell + AT_WAIT_SETS, waitSets);
        SharedWords.setLong(memory, cell + AT_KIND, kind);
        setUser(cell, slot);
        long round = (state >>> ROUND_SHIFT) + 1;
        SharedWords.setLong(memory, cell, round << ROUND_SHIFT | LIVE);
        return cell;
      }
    }
    return -1;
  }

  boolean isLive(long cell) {
    return (SharedWords.getLong(memory, cell) & CODE) == LIVE;
  }

  int roundOf(long cell) {
    return (int) (SharedWords.getLong(memory, cell) >>> ROUND_SHIFT);
  }

  /**
   * Enters a user of a cell; returns false if it is not the one of that round any more. Threads of
   * one process take turns with this, with {@link #allocate} and with {@link #leave}: they have one
   * bit for all of them.
   */
  boolean enter(long cell, int round, int slot) {
    // First: this process may use the cell that stands there now.
    if (!isLive(cell, round)) {
      return false;
    }
    setUser(cell, slot);
    if (isLive(cell, round)) {
      return true;
    }
    leave(cell, slot);
    return false;
  }

  private boolean isLive(long cell, int round) {
    long state = SharedWords.getLong(memory, cell);
    return (int) (state >>> ROUND_SHIFT) == round && (state & CODE) == LIVE;
  }

  private void setUser(long cell, int slot) {
    SharedWords.getAndOrLong(memory, atUser(cell, slot), 1L << slot);
  }

  /** Strikes a user out; tells whether it was one. */
  boolean leave(long cell, int slot) {
    long bit = 1L << slot;
    return (SharedWords.getAndAndLong(memory, atUser(cell, slot), ~bit) & bit) != 0;
  }

  private static long atUser(long cell, int slot) {
    return cell + AT_USERS + (long) Long.BYTES * (slot / Long.SIZE);
  }

  long kindOf(long cell) {
    return SharedWords.getLong(memory, cell + AT_KIND);
  }

  void handleSent(long cell) {
    segment.handleSent();
    SharedWords.getAndAddInt(memory, cell + AT_IN_FLIGHT, 1);
  }

  void handleArrived(long cell) {
    segment.handleArrived();
    int sent = SharedWords.getInt(memory, cell + AT_IN_FLIGHT);
    while (sent > 0 && !SharedWords.compareAndSetInt(memory, cell + AT_IN_FLIGHT, sent, sent - 1)) {
      sent = SharedWords.getInt(memory, cell + AT_IN_FLIGHT);
    }
  }

  boolean isInFlight(long cell) {
    return SharedWords.getInt(memory, cell + AT_IN_FLIGHT) > 0;
  }

  long waitSet(long cell, int index) {
    return cell + CELL_HEADER + (long) WaitSet.BYTES * index;
  }

  MemorySegment body(long cell) {
    long body = waitSet(cell, SharedWords.getInt(memory, cell + AT_WAIT_SETS));
    return memory.asSlice(body, cell + cellSize() - body);
  }

  /** Returns the number of a further file of a cell, which nothing else will have. */
  long nextFile(long cell) {
    return SharedWords.getAndAddLong(memory, cell + AT_FILES, 1);
  }

  /** Returns how a file of a cell is named. */
  String fileName(long cell, long number) {
    String name = String.valueOf(segment.file().getFileName());
    String id = name.substring(0, name.length() - SUFFIX.length());
    return id + "-" + Long.toHexString(cell) + "-" + roundOf(cell) + "-" + number + FILE_SUFFIX;
  }

  /** Deletes the files of a cell up to a number, without it. One caller at a time. */
  void deleteFiles(long cell, long to) {
    long end = Math.min(to, SharedWords.getLong(memory, cell + AT_FILES));
    for (long i = SharedWords.getLong(memory, cell + AT_GONE); i < end; i++) {
      String name = fileName(cell, i);
      for (Path folder : family.folders()) {
        try {
          Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
          Log.debug("cannot delete " + name + " in " + folder, e);
        }
      }
      SharedWords.setLong(memory, cell + AT_GONE, i + 1);
    }
  }

  /** Frees a cell unless a user lives. */
  void freeUnlessUsed(long cell) {
    while (!isUsed(cell)) {
      long state = SharedWords.getLong(memory, cell);
      long round = state & ~CODE;
      if ((state & CODE) == FREE) {
        return;
      }
      long closing = round | CLOSING;
      if (state != closing && !SharedWords.compareAndSetLong(memory, cell, state, closing)) {
        continue;
      }
      if (isUsed(cell)) {
        SharedWords.compareAndSetLong(memory, cell, closing, round + CLOSING_ROUND | LIVE);
        return;
      }
      deleteFiles(cell, Long.MAX_VALUE);
      if (SharedWords.compareAndSetLong(memory, cell, closing, round | FREE)) {
        SharedWords.getAndAddInt(memory, AT_FREED, 1);
      }
    }
  }

  private boolean isUsed(long cell) {
    for (int word = 0; word < MemberTable.BITMAP_BYTES; word += Long.BYTES) {
      long users = SharedWords.getLong(memory, cell + AT_USERS + word);
      while (users != 0) {
        if (family.idAt(word * Byte.SIZE + Long.numberOfTrailingZeros(users)) != 0) {
          return true;
        }
        users &= users - 1;
      }
    }
    return false;
  }

  /** Removes a dead member from a cell, as user and as sleeper, and frees the cell if it may. */
  void strikeOut(long cell, int slot) {
    if ((SharedWords.getLong(memory, cell) & CODE) == FREE) {
      return;
    }
    int waitSets = SharedWords.getInt(memory, cell + AT_WAIT_SETS);
    for (int i = 0; i < waitSets; i++) {
      WaitSet.strikeOut(memory, waitSet(cell, i), slot);
    }
    leave(cell, slot);
    if (!isInFlight(cell)) {
      freeUnlessUsed(cell);
    }
  }
}
