package dev.brood.internal.proxy;

import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializablePredicate;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.ListService;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list that lives in a manager. */
final class RemoteList<E extends @Nullable Object> extends AbstractList<E>
    implements RandomAccess, Managed {

  @Serial private static final long serialVersionUID = 1L;

  private final transient ObjectReference reference;
  private final transient ListService service;

  RemoteList(CallTarget target) {
    this.reference = ObjectReference.of(Kind.LIST, target);
    this.service = reference.as(ListService.class);
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public int size() {
    return service.size();
  }

  @Override
  public boolean isEmpty() {
    return service.size() == 0;
  }

  @Override
  public E get(int index) {
    return Untyped.cast(service.get(index));
  }

  @Override
  public E set(int index, E element) {
    return Untyped.cast(service.set(index, element));
  }

  @Override
  public boolean add(E element) {
    boolean _ = service.append(element);
    return true;
  }

  @Override
  public void add(int index, E element) {
    service.insert(index, element);
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    @Nullable Object[] all = added.toArray();
    if (all.length > 0) {
      service.insertAll(-1, all);
    }
    return all.length > 0;
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    if (index < 0) {
      throw new IndexOutOfBoundsException("index=" + index);
    }
    @Nullable Object[] all = added.toArray();
    service.insertAll(index, all);
    return all.length > 0;
  }

  @Override
  public E remove(int index) {
    return Untyped.cast(service.removeAt(index));
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return service.remove(element);
  }

  @Override
  protected void removeRange(int from, int to) {
    service.removeRange(from, to);
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    return service.removeAll(removed.toArray());
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    return service.retainAll(retained.toArray());
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return service.indexOf(element) >= 0;
  }

  @Override
  public boolean containsAll(Collection<?> asked) {
    return service.containsAll(asked.toArray());
  }

  @Override
  public int indexOf(@Nullable Object element) {
    return service.indexOf(element);
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return service.lastIndexOf(element);
  }

  @Override
  public void clear() {
    service.clear();
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter, "filter");
    if (filter instanceof SerializablePredicate<?>) {
      return service.removeIf((SerializablePredicate<@Nullable Object>) filter);
    }
    return super.removeIf(filter);
  }

  /** Runs beside the data if the operator can be sent, here element by element if it cannot. */
  @Override
  @SuppressWarnings("unchecked")
  public void replaceAll(UnaryOperator<E> operator) {
    Objects.requireNonNull(operator, "operator");
    if (operator instanceof Serializable) {
      service.replaceAll(
          (SerializableFunction<@Nullable Object, @Nullable Object>)
              each -> ((UnaryOperator<@Nullable Object>) operator).apply(each));
    } else {
      super.replaceAll(operator);
    }
  }

  /** Sorts beside the data if the comparator can be sent, else a copy here that replaces all. */
  @Override
  @SuppressWarnings("unchecked")
  public void sort(@Nullable Comparator<? super E> comparator) {
    if (comparator == null || comparator instanceof Serializable) {
      service.sort((@Nullable Comparator<@Nullable Object>) comparator);
    } else {
      @Nullable Object[] all = toArray();
      Arrays.sort(all, (Comparator<@Nullable Object>) comparator);
      for (int i = 0; i < all.length; i++) {
        Object _ = service.set(i, all[i]);
      }
    }
  }

  // ---- reading all of it

  @Override
  // Of the elements, which may be null, as those of any list.
  @SuppressWarnings("NullAway")
  public @Nullable Object[] toArray() {
    List<@Nullable Object> all = new ArrayList<>();
    Iterator<E> each = iterator();
    while (each.hasNext()) {
      all.add(each.next());
    }
    return all.toArray();
  }

  @Override
  // The array is the caller's, and so is what it may hold.
  @SuppressWarnings("NullAway")
  public <T extends @Nullable Object> T[] toArray(T[] into) {
    return Arrays.asList(toArray()).toArray(into);
  }

  @Override
  public Iterator<E> iterator() {
    return new Pages(0);
  }

  @Override
  public ListIterator<E> listIterator() {
    return new Pages(0);
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    if (index < 0 || index > size()) {
      throw new IndexOutOfBoundsException("index=" + index);
    }
    return new Pages(index);
  }

  /** Reads pages as it goes; what it changes itself, it then reads again. */
  private final class Pages implements ListIterator<E> {
    private int next;
    private int last = -1;
    private int start;
    private @Nullable Object[] page = {};

    Pages(int index) {
      this.next = index;
      this.start = index;
    }

    private boolean has(int index) {
      if (index >= start && index < start + page.length) {
        return true;
      }
      // Backwards, the page ends with what is asked for.
      int from = index < start ? Math.max(0, index - PageIterator.PAGE + 1) : index;
      page = service.slice(from, PageIterator.PAGE);
      start = from;
      return index < start + page.length;
    }

    @Override
    public boolean hasNext() {
      return has(next);
    }

    @Override
    public E next() {
      if (!has(next)) {
        throw new java.util.NoSuchElementException();
      }
      last = next++;
      return Untyped.cast(page[last - start]);
    }

    @Override
    public boolean hasPrevious() {
      return next > 0;
    }

    @Override
    public E previous() {
      if (next == 0 || !has(next - 1)) {
        throw new java.util.NoSuchElementException();
      }
      last = --next;
      return Untyped.cast(page[last - start]);
    }

    @Override
    public int nextIndex() {
      return next;
    }

    @Override
    public int previousIndex() {
      return next - 1;
    }

    private int takeLast() {
      if (last < 0) {
        throw new IllegalStateException("there is no last element");
      }
      return last;
    }

    private void readAgain() {
      last = -1;
      page = new Object[0];
      start = next;
    }

    @Override
    public void remove() {
      int index = takeLast();
      RemoteList.this.remove(index);
      if (index < next) {
        next--;
      }
      int at = index - start;
      if (at < 0 || at >= page.length) {
        readAgain();
        return;
      }
      // The others on the page have moved by one.
      @Nullable Object[] left = new @Nullable Object[page.length - 1];
      System.arraycopy(page, 0, left, 0, at);
      System.arraycopy(page, at + 1, left, at, left.length - at);
      page = left;
      last = -1;
    }

    @Override
    public void set(E element) {
      int index = takeLast();
      Object _ = service.set(index, element);
      if (index >= start && index < start + page.length) {
        page[index - start] = element;
      }
    }

    @Override
    public void add(E element) {
      service.insert(next, element);
      next++;
      readAgain();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || reference.isOf(other)
        || (other instanceof List<?> list && new ArrayList<>(this).equals(list));
  }

  @Override
  public int hashCode() {
    return new ArrayList<>(this).hashCode();
  }

  @Override
  public String toString() {
    return reference.describe();
  }

  @Serial
  private Object writeReplace() {
    return reference.handle();
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ProxyHandle.missing();
  }
}
