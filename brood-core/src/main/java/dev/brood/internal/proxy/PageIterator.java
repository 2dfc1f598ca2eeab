package dev.brood.internal.proxy;

import dev.brood.internal.service.CursorService;
import dev.brood.internal.service.Page;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over what comes page by page, as weakly as the iterators of the JDK's concurrent
 * collections.
 */
abstract class PageIterator<T> implements Iterator<T> {

  /** How much comes with one call. */
  static final int PAGE = 512;

  private final int step;
  private final @Nullable CursorService rest;
  private Object[] page;
  private int next;
  private boolean hasLast;

  /**
   * Begins with the first page.
   *
   * @param step how many objects of a page belong together
   */
  PageIterator(Page first, int step) {
    this.step = step;
    this.page = first.elements().toArray();
    this.rest = first.rest();
  }

  /** Makes an element of what stands at a place of a page and behind it. */
  abstract T element(Object[] objects, int at);

  /** Removes an element that was returned. */
  abstract void remove(Object[] objects, int at);

  @Override
  public boolean hasNext() {
    if (next < page.length) {
      return true;
    }
    if (rest == null || page.length == 0) {
      return false;
    }
    // The last element can still be removed: it is on the page that goes.
    Object[] following = rest.next(PAGE);
    if (following.length == 0) {
      return false;
    }
    Object[] joined = new Object[step + following.length];
    System.arraycopy(page, page.length - step, joined, 0, step);
    System.arraycopy(following, 0, joined, step, following.length);
    page = joined;
    next = step;
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T element = element(page, next);
    next += step;
    hasLast = true;
    return element;
  }

  @Override
  public void remove() {
    if (!hasLast) {
      throw new IllegalStateException("next() was not called, or the element is removed already");
    }
    hasLast = false;
    remove(page, next - step);
  }
}
