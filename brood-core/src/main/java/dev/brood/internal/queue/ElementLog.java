package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a queue are, in the order in which they were put: records one after the
 * other in the {@linkplain LogParts parts} of a log, from where elements are taken, the head, to
 * where they are put, the tail.
 *
 * <pre>
 * record   header (8): length of the element (56 bits), kind (4 bits), removed (1 bit) | element
 *          begins at a multiple of 8
 * end      -1 (8) | the part in which the log goes on (8)
 * </pre>
 *
 * <p>What is put becomes part of the queue when the tail moves, what is taken leaves it when the
 * head moves, both by one store (see {@link QueueEnd}). Whoever dies before has done nothing: the
 * next one writes over the same bytes, or takes the same element.
 *
 * <p>The two sides share nothing else. Of the methods, those for putting need the lock of that
 * side, all others the lock of the side that takes; {@link #clear} needs both.
 */
final class ElementLog {

  /** Bytes of what stands before the halves. */
  static final int HEADER = 2 * QueueEnd.BYTES + 64;

  private static final int AT_TAIL = 0;
  private static final int AT_HEAD = QueueEnd.BYTES;

  /** Not zero while somebody removes an element from the middle. */
  private static final int AT_REMOVING = 2 * QueueEnd.BYTES;

  private static final int RECORD = 8;
  private static final long REMOVED = 1L << 60;

  private final MemorySegment memory;
  private final long at;

  private final QueueEnd tail;
  private final QueueEnd headSeen;
  private final LogParts putParts;

  private final QueueEnd head;
  private final QueueEnd tailSeen;
  private final LogParts takeParts;

  /**
   * Makes the view of this process.
   *
   * @param at where in the cell's body the log begins
   * @param halfBytes how large each half is
   */
  ElementLog(Cell cell, long at, long halfBytes) {
    this.memory = cell.body();
    this.at = at;
    this.tail = new QueueEnd(memory, at + AT_TAIL);
    this.headSeen = new QueueEnd(memory, at + AT_HEAD);
    this.putParts = new LogParts(cell, at + HEADER, halfBytes);
    this.head = new QueueEnd(memory, at + AT_HEAD);
    this.tailSeen = new QueueEnd(memory, at + AT_TAIL);
    this.takeParts = new LogParts(cell, at + HEADER, halfBytes);
  }

  /** A place in the log: a record that may have been taken meanwhile. For one thread at a time. */
  static final class Place {
    private long part;
    private long offset;
    private long count = -1;
    private long mapped = -1;
    private MemorySegment segment = MemorySegment.NULL;

    private void moveTo(QueueEnd end) {
      part = end.part();
      offset = Math.max(end.offset(), LogParts.START);
      count = end.count();
    }

    private void pass(long header) {
      offset += RECORD + aligned(EncodedElement.length(header));
      count++;
    }
  }

  /** An element and where it was found. */
  record Found(EncodedElement element, MemorySegment segment, long offset, long count) {}

  /** Returns how many elements there are, without a lock. */
  long size() {
    // The head first: the tail is never behind it then.
    QueueEnd headNow = new QueueEnd(memory, at + AT_HEAD);
    QueueEnd tailNow = new QueueEnd(memory, at + AT_TAIL);
    return tailNow.count() - headNow.gone();
  }

  /** Returns how many elements were ever put, without a lock. */
  long put() {
    return new QueueEnd(memory, at + AT_TAIL).count();
  }

  /** Tells whether there is room for one more. For putting. */
  boolean hasRoom(long capacity) {
    tail.refresh();
    if (tail.count() - headSeen.gone() < capacity) {
      return true;
    }
    headSeen.refresh();
    return tail.count() - headSeen.gone() < capacity;
  }

  /**
   * Puts an element. For putting, after {@link #hasRoom}.
   *
   * @throws java.io.UncheckedIOException if there is no room for it in memory or on disk; nothing
   *     has changed then
   */
  void append(ElementEncoder element) {
    long bytes = RECORD + aligned(element.length());
    long part = tail.part();
    long offset = Math.max(tail.offset(), LogParts.START);
    MemorySegment segment = putParts.get(part);
    if (offset + bytes + LogParts.END_BYTES > segment.byteSize()) {
      part = goOn(part, offset, bytes);
      offset = LogParts.START;
      segment = putParts.get(part);
    }
    element.writeTo(segment, offset + RECORD);
    segment.set(ValueLayout.JAVA_LONG, offset, element.header());
    offset += bytes;
    if (offset + LogParts.END_BYTES == segment.byteSize()) {
      // A file made for this element: nobody should have to keep it after the element is taken.
      part = goOn(part, offset, 0);
      offset = LogParts.START;
    }
    tail.advance(part, offset, tail.count() + 1, 0);
  }

  private long goOn(long part, long offset, long bytes) {
    headSeen.refresh();
    return putParts.goOn(part, offset, bytes + LogParts.END_BYTES, tail.count(), headSeen.count());
  }

  private static long aligned(long length) {
    return (length + 7) & -8;
  }

  /** Returns how many elements have left the queue in any way. */
  long gone() {
    head.refresh();
    return head.gone();
  }

  /** Takes the first element, or returns null if there is none. */
  @Nullable EncodedElement take() {
    return first(true);
  }

  /** Returns the first element and leaves it there, or null if there is none. */
  @Nullable EncodedElement peek() {
    return first(false);
  }

  private @Nullable EncodedElement first(boolean take) {
    head.refresh();
    while (mayTake()) {
      long part = head.part();
      long offset = Math.max(head.offset(), LogParts.START);
      MemorySegment segment = takeParts.get(part);
      long header = segment.get(ValueLayout.JAVA_LONG, offset);
      if (header == LogParts.END) {
        part = LogParts.after(segment, offset);
        offset = LogParts.START;
        segment = takeParts.get(part);
        header = segment.get(ValueLayout.JAVA_LONG, offset);
      }
      boolean removed = (header & REMOVED) != 0;
      EncodedElement element =
          removed ? null : EncodedElement.readFrom(segment, offset + RECORD, header);
      if (take || removed) {
        leave(part, offset + RECORD + aligned(EncodedElement.length(header)), segment, removed);
      }
      if (element != null) {
        return element;
      }
    }
    return null;
  }

  /** Tells whether there is a record at the head. */
  private boolean mayTake() {
    if (head.count() >= tailSeen.count()) {
      tailSeen.refresh();
    }
    return head.count() < tailSeen.count();
  }

  /** Moves the head behind a record, and into the next part if the log goes on there already. */
  private void leave(long part, long behind, MemorySegment segment, boolean removed) {
    long left = head.part();
    long next = part;
    long offset = behind;
    if ((part != tailSeen.part() || behind != tailSeen.offset())
        && segment.get(ValueLayout.JAVA_LONG, behind) == LogParts.END) {
      next = LogParts.after(segment, behind);
      offset = LogParts.START;
    }
    head.advance(next, offset, head.count() + 1, head.gone() + (removed ? 0 : 1));
    if (part != left) {
      takeParts.deleteUpTo(left);
    }
    if (next != part) {
      takeParts.deleteUpTo(part);
    }
  }

  /** Moves a place behind the next element and returns that, or null if there is none. */
  @Nullable Found next(Place place) {
    head.refresh();
    tailSeen.refresh();
    if (place.count < head.count()) {
      place.moveTo(head);
    }
    while (place.count < tailSeen.count()) {
      long header = enter(place);
      MemorySegment segment = place.segment;
      long offset = place.offset;
      long count = place.count;
      place.pass(header);
      if ((header & REMOVED) == 0) {
        EncodedElement element = EncodedElement.readFrom(segment, offset + RECORD, header);
        return new Found(element, segment, offset, count);
      }
    }
    return null;
  }

  /** Moves a place that is at the end of a part into the next one; returns the header there. */
  private long enter(Place place) {
    long header = header(place);
    if (header == LogParts.END) {
      place.part = LogParts.after(place.segment, place.offset);
      place.offset = LogParts.START;
      header = header(place);
    }
    return header;
  }

  private long header(Place place) {
    if (place.part != place.mapped) {
      place.segment = takeParts.look(place.part);
      place.mapped = place.part;
    }
    return place.segment.get(ValueLayout.JAVA_LONG, place.offset);
  }

  /** Removes an element that was found; tells whether it was still there. */
  boolean remove(Found found) {
    head.refresh();
    if (found.count < head.count()) {
      return false;
    }
    long header = found.segment.get(ValueLayout.JAVA_LONG, found.offset);
    if ((header & REMOVED) != 0) {
      return false;
    }
    SharedWords.setLong(memory, at + AT_REMOVING, 1);
    SharedWords.setLong(found.segment, found.offset, header | REMOVED);
    head.advance(head.part(), head.offset(), head.count(), head.gone() + 1);
    SharedWords.setLong(memory, at + AT_REMOVING, 0);
    return true;
  }

  /** Counts anew what has left the queue if somebody died who was just removing an element. */
  void repair() {
    if (SharedWords.getLong(memory, at + AT_REMOVING) == 0) {
      return;
    }
    head.refresh();
    tailSeen.refresh();
    Place place = new Place();
    place.moveTo(head);
    long removed = 0;
    while (place.count < tailSeen.count()) {
      long header = enter(place);
      removed += (header & REMOVED) == 0 ? 0 : 1;
      place.pass(header);
    }
    head.advance(head.part(), head.offset(), head.count(), head.count() + removed);
    SharedWords.setLong(memory, at + AT_REMOVING, 0);
  }

  /** Drops all elements and returns how many they were. The locks of both sides are needed. */
  long clear() {
    head.refresh();
    tail.refresh();
    long dropped = tail.count() - head.gone();
    head.advance(tail.part(), tail.offset(), tail.count(), tail.count());
    takeParts.unmap();
    takeParts.deleteBefore(tail.part());
    return dropped;
  }
}
