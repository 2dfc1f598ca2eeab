package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Members;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small queue of numbers as one of several processes sees it. */
final class QueueView {

  /** So small that the log goes from one half to the other, and back. */
  private static final long HALF_BYTES = 128;

  private static final int BYTES = (int) QueueCore.bytes(HALF_BYTES, false);

  private final QueueCore core;

  // As a SharedQueue, which keeps them too; each view has one thread here.
  private final ElementEncoder encoder = new ElementEncoder();
  private final ElementDecoder decoder = new ElementDecoder(QueueView.class.getClassLoader());

  private QueueView(Cell cell) {
    this.core = new QueueCore(cell);
  }

  /** Makes a family whose cells have room for a queue. */
  static Members members(int count, int queues) {
    return new Members(count, queues, BYTES, QueueCore.WAIT_SETS);
  }

  /** Makes a queue, and returns the view of each member. */
  static List<QueueView> create(Members members, long capacity) {
    List<Cell> cells = members.cell();
    QueueCore.initialize(cells.get(0), capacity, HALF_BYTES, false);
    return cells.stream().map(QueueView::new).toList();
  }

  boolean offer(int number) {
    encoder.encode(number);
    return core.offer(encoder);
  }

  @Nullable Integer poll() {
    return decoded(core.poll());
  }

  @Nullable Integer peek() {
    return decoded(core.peek());
  }

  private @Nullable Integer decoded(@Nullable EncodedElement element) {
    return element == null ? null : (Integer) decoder.decode(element);
  }

  void clear() {
    core.clear();
  }

  long size() {
    return core.size();
  }

  /** Removes the first element that is equal, as a collection does; tells whether there was one. */
  boolean remove(int number) {
    var elements = new QueueIterator<>(core, decoder::decode);
    while (elements.hasNext()) {
      if (elements.next().equals(number)) {
        return elements.removeIfThere();
      }
    }
    return false;
  }
}
