package dev.brood.internal.proxy;

import dev.brood.function.SerializablePredicate;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.SetService;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A set that lives in a manager. */
final class RemoteSet<E> extends AbstractSet<E> implements Managed {

  @Serial private static final long serialVersionUID = 1L;

  private final transient ObjectReference reference;
  private final transient SetService service;

  RemoteSet(CallTarget target) {
    this.reference = ObjectReference.of(Kind.SET, target);
    this.service = reference.as(SetService.class);
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
  public boolean contains(@Nullable Object element) {
    return service.contains(Nulls.refuse(element));
  }

  @Override
  public boolean containsAll(Collection<?> asked) {
    return service.containsAll(Nulls.refuseIn(asked));
  }

  @Override
  public boolean add(E element) {
    return service.add(Nulls.refuse(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    return service.addAll(Nulls.refuseIn(added));
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return service.remove(Nulls.refuse(element));
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    return service.removeAll(Nulls.refuseIn(removed));
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    return service.retainAll(Nulls.leaveOut(retained));
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
      return service.removeIf((SerializablePredicate<Object>) filter);
    }
    return super.removeIf(filter);
  }

  @Override
  public Iterator<E> iterator() {
    return new PageIterator<>(service.elements(PageIterator.PAGE), 1) {
      @Override
      @SuppressWarnings("unchecked")
      E element(Object[] objects, int at) {
        return (E) objects[at];
      }

      @Override
      void remove(Object[] objects, int at) {
        RemoteSet.this.remove(objects[at]);
      }
    };
  }

  /** It grows and shrinks while it is read, so its size is not to be relied on. */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(), Spliterator.DISTINCT | Spliterator.CONCURRENT | Spliterator.NONNULL);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || reference.isOf(other)
        || (other instanceof Set<?> set && new HashSet<>(this).equals(set));
  }

  @Override
  public int hashCode() {
    return new HashSet<>(this).hashCode();
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
