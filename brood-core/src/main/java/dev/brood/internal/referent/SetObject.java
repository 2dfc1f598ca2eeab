package dev.brood.internal.referent;

import dev.brood.function.SerializablePredicate;
import dev.brood.internal.service.CursorService;
import dev.brood.internal.service.Page;
import dev.brood.internal.service.SetService;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A set. */
final class SetObject implements SetService, Copyable {

  private final Set<Object> elements = ConcurrentHashMap.newKeySet();
  private final UnaryOperator<CursorService> shared;

  /**
   * Makes a set.
   *
   * @param shared lets a cursor be shared, and returns the proxy of it
   */
  SetObject(@Nullable Object[] elements, UnaryOperator<CursorService> shared) {
    this.shared = shared;
    addAll(Elements.given(elements));
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public boolean contains(Object element) {
    return elements.contains(element);
  }

  @Override
  public boolean containsAll(Object[] asked) {
    return elements.containsAll(Arrays.asList(asked));
  }

  @Override
  public boolean add(Object element) {
    return elements.add(element);
  }

  @Override
  public boolean addAll(Object[] added) {
    return elements.addAll(Arrays.asList(added));
  }

  @Override
  public boolean remove(Object element) {
    return elements.remove(element);
  }

  @Override
  public boolean removeAll(Object[] removed) {
    boolean changed = false;
    for (Object each : removed) {
      changed |= elements.remove(each);
    }
    return changed;
  }

  @Override
  public boolean retainAll(Object[] retained) {
    return elements.retainAll(new HashSet<>(Arrays.asList(retained)));
  }

  @Override
  public void clear() {
    elements.clear();
  }

  @Override
  public Page elements(int most) {
    Iterator<Object> iterator = elements.iterator();
    return Cursor.begin(
        () -> iterator.hasNext() ? new Object[] {iterator.next()} : null, most, shared);
  }

  @Override
  public boolean removeIf(SerializablePredicate<Object> filter) {
    return elements.removeIf(filter);
  }

  @Override
  public Object copy() {
    return new HashSet<>(elements);
  }

  @Override
  public String toString() {
    return elements.toString();
  }
}
