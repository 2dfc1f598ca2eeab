package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.region.SharedWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The parts of a log. Parts 0 and 1 are the halves of the memory that the queue always has, used in
 * turn. While the half whose turn it is still holds elements, or is too small for one, the log goes
 * on in files, parts 2, 3 and so on, each of which is used once: in memory as long as there is
 * room, else on disk.
 *
 * <p>At the beginning of a half stands from which count of taken elements on it may be used again.
 *
 * <p>An object is one side's view, which has at most one file mapped. For one thread at a time.
 */
final class LogParts {

  /** Where the elements begin in a part. */
  static final int START = 8;

  /** What stands in place of an element's header at the end of a part. */
  static final long END = -1;

  /** Bytes that a part must have left after each element, to say where the log goes on. */
  static final int END_BYTES = 16;

  private static final int HALVES = 2;
  private static final long SMALLEST_FILE = 1 << 20;
  private static final long LARGEST_FILE = 16 << 20;

  private final Cell cell;
  private final MemorySegment[] halves = new MemorySegment[HALVES];

  private long mapped = -1;
  private MemorySegment file = MemorySegment.NULL;
  private Arena arena = Arena.global();

  /**
   * Makes a view.
   *
   * @param atHalves where in the cell's body the halves begin
   * @param halfBytes how large each is
   */
  LogParts(Cell cell, long atHalves, long halfBytes) {
    this.cell = cell;
    for (int i = 0; i < HALVES; i++) {
      halves[i] = cell.body().asSlice(atHalves + i * halfBytes, halfBytes);
    }
    cell.atEnd(this::unmap);
  }

  /** Returns a part that holds elements, or is where the next one goes. */
  MemorySegment get(long part) {
    if (part < HALVES) {
      return halves[(int) part];
    }
    if (part != mapped) {
      unmap();
      Arena opened = Arena.ofShared();
      try {
        use(part, cell.openFile(part - HALVES, opened), opened);
      } catch (IOException e) {
        opened.close();
        throw new UncheckedIOException("cannot map part " + part + " of a queue", e);
      }
    }
    return file;
  }

  /** Returns a part mapped until nobody refers to it, for those who only look. */
  MemorySegment look(long part) {
    try {
      return part < HALVES ? get(part) : cell.openFile(part - HALVES, Arena.ofAuto());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot map part " + part + " of a queue", e);
    }
  }

  /**
   * Goes on in another part, which is mapped then.
   *
   * @param from the part that is left
   * @param offset where in it to say so
   * @param bytes what must have room in the other part
   * @param put how many elements were put
   * @param taken how many elements were taken
   * @throws UncheckedIOException if there is no room for a file
   */
  long goOn(long from, long offset, long bytes, long put, long taken) {
    MemorySegment left = get(from);
    long next = freeHalf(from, bytes, taken);
    if (next >= 0) {
      end(left, offset, next);
    } else {
      long before = from < HALVES ? 0 : left.byteSize();
      long size = Math.max(START + bytes, Math.clamp(2 * before, SMALLEST_FILE, LARGEST_FILE));
      long number = cell.nextFile();
      next = number + HALVES;
      Arena made = Arena.ofShared();
      try {
        MemorySegment created = cell.createFile(number, size, made);
        end(left, offset, next);
        unmap();
        use(next, created, made);
      } catch (IOException e) {
        made.close();
        throw new UncheckedIOException("no room for an element of a queue, bytes=" + bytes, e);
      }
    }
    if (from < HALVES) {
      // Not before one beyond this half is taken: only then has everybody left its end.
      SharedWords.setLong(left, 0, put + 1);
    }
    return next;
  }

  private long freeHalf(long from, long bytes, long taken) {
    for (int half = 0; half < HALVES; half++) {
      if (half != from
          && START + bytes <= halves[half].byteSize()
          && taken >= SharedWords.getLong(halves[half], 0)) {
        return half;
      }
    }
    return -1;
  }

  private static void end(MemorySegment part, long offset, long next) {
    part.set(ValueLayout.JAVA_LONG, offset, END);
    part.set(ValueLayout.JAVA_LONG, offset + Long.BYTES, next);
  }

  /** Returns the part in which the log goes on after the end of a part, at {@code offset}. */
  static long after(MemorySegment part, long offset) {
    return part.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
  }

  /** Deletes all files but a part that is one, while nobody goes on in another part. */
  void deleteBefore(long part) {
    cell.deleteFilesBelow(part < HALVES ? Long.MAX_VALUE : part - HALVES);
  }

  /** Deletes a file that was left, and those before it. */
  void deleteUpTo(long part) {
    if (part >= HALVES) {
      if (part == mapped) {
        unmap();
      }
      cell.deleteFilesBelow(part - HALVES + 1);
    }
  }

  private void use(long part, MemorySegment segment, Arena of) {
    mapped = part;
    file = segment;
    arena = of;
  }

  /** Gives up the file that is mapped. */
  void unmap() {
    if (mapped >= 0) {
      arena.close();
      use(-1, MemorySegment.NULL, Arena.global());
    }
  }
}
