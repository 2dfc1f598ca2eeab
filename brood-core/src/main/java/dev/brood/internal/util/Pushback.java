package dev.brood.internal.util;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An input to which the element that came last can be given back. For one thread at a time. */
@SuppressWarnings("ReferenceEquality") // That nothing was given back is one object.
public final class Pushback {

  private static final Object NOTHING = new Object();

  private final Iterator<?> source;
  private Object back = NOTHING;
  private long taken;

  /** Begins where the iterator is. */
  public Pushback(Iterator<?> source) {
    this.source = source;
  }

  /** Tells whether there is another element. */
  public boolean hasNext() {
    return back != NOTHING || source.hasNext();
  }

  /**
   * Returns the next element.
   *
   * @throws NoSuchElementException if there is none
   */
  public Object next() {
    Object element = back;
    if (element == NOTHING) {
      element = source.next();
    } else {
      back = NOTHING;
    }
    taken++;
    return element;
  }

  /** Has {@link #next} return this element again. */
  public void giveBack(Object element) {
    back = element;
    taken--;
  }

  /** Returns how many elements were taken and not given back. */
  public long taken() {
    return taken;
  }
}
