package dev.brood.internal.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the elements that are in a queue, one ahead of its user, each a copy. Weakly
 * consistent: what is taken meanwhile may or may not be seen. For one thread at a time.
 */
public final class QueueIterator<E> implements Iterator<E> {

  private final QueueCore queue;
  private final Function<EncodedElement, E> decode;
  private final ElementLog.Place place = new ElementLog.Place();
  private ElementLog.@Nullable Found ahead;
  private ElementLog.@Nullable Found returned;

  /** Makes an iterator that begins at the first element there is now. */
  public QueueIterator(QueueCore queue, Function<EncodedElement, E> decode) {
    this.queue = queue;
    this.decode = decode;
    this.ahead = queue.next(place);
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public E next() {
    ElementLog.Found found = ahead;
    if (found == null) {
      throw new NoSuchElementException("no element is left");
    }
    returned = found;
    ahead = queue.next(place);
    return decode.apply(found.element());
  }

  @Override
  public void remove() {
    removeIfThere();
  }

  /** Removes the element that was returned last; tells whether it was still there. */
  public boolean removeIfThere() {
    ElementLog.Found found = returned;
    if (found == null) {
      throw new IllegalStateException("there is no element to remove: call next() first");
    }
    returned = null;
    return queue.remove(found);
  }
}
