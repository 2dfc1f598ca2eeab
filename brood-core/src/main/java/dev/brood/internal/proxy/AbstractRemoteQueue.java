package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.QueueService;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.AbstractQueue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a queue that lives in a manager can do, whether its other ends can be used or not. */
abstract class AbstractRemoteQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, Managed {

  @Serial private static final long serialVersionUID = 1L;

  static final boolean FIRST = true;
  static final boolean LAST = false;

  private final transient ObjectReference reference;
  final transient QueueService service;

  AbstractRemoteQueue(CallTarget target, Kind kind) {
    this.reference = ObjectReference.of(kind, target);
    this.service = reference.as(QueueService.class);
  }

  @Override
  public final ObjectReference reference() {
    return reference;
  }

  @Override
  public boolean offer(E element) {
    return service.offer(LAST, Nulls.refuse(element));
  }

  @Override
  public boolean offer(E element, long time, TimeUnit unit) throws InterruptedException {
    return service.put(LAST, Nulls.refuse(element), Math.max(0, unit.toNanos(time)));
  }

  @Override
  public void put(E element) throws InterruptedException {
    boolean _ = service.put(LAST, Nulls.refuse(element), -1);
  }

  @Override
  public E take() throws InterruptedException {
    return Untyped.cast(service.take(FIRST, -1));
  }

  @Override
  public @Nullable E poll() {
    return Untyped.cast(service.poll(FIRST));
  }

  @Override
  public @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
    return Untyped.cast(service.take(FIRST, Math.max(0, unit.toNanos(time))));
  }

  @Override
  public @Nullable E peek() {
    return Untyped.cast(service.peek(FIRST));
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return element != null && service.remove(FIRST, element);
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return element != null && service.contains(element);
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
  public int size() {
    return service.size();
  }

  @Override
  public int remainingCapacity() {
    return service.remainingCapacity();
  }

  @Override
  public void clear() {
    service.clear();
  }

  @Override
  public int drainTo(Collection<? super E> to) {
    return drainTo(to, Integer.MAX_VALUE);
  }

  /** Takes them in pages, each at once: an element is either here or in the queue. */
  @Override
  public int drainTo(Collection<? super E> to, int most) {
    Objects.requireNonNull(to, "to");
    if (reference.isOf(to)) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    int count = 0;
    Object[] drained = {};
    do {
      drained =
          most <= count ? new Object[0] : service.drain(Math.min(most - count, PageIterator.PAGE));
      for (Object each : drained) {
        E element = Untyped.cast(each);
        to.add(element);
      }
      count += drained.length;
    } while (drained.length == PageIterator.PAGE);
    return count;
  }

  @Override
  public Iterator<E> iterator() {
    return new Snapshot(service.elements(), FIRST);
  }

  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliterator(service.elements(), Spliterator.ORDERED | Spliterator.NONNULL);
  }

  @Override
  public Object[] toArray() {
    return service.elements();
  }

  @Override
  public <T extends @Nullable Object> T[] toArray(T[] into) {
    return Arrays.asList(service.elements()).toArray(into);
  }

  /** Iterates over what was in the queue; removes the element that equals it, if it is there. */
  final class Snapshot implements Iterator<E> {
    private final Object[] elements;
    private final boolean end;
    private int next;
    private boolean hasLast;

    Snapshot(Object[] elements, boolean end) {
      this.elements = elements;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < elements.length;
    }

    @Override
    public E next() {
      if (next == elements.length) {
        throw new NoSuchElementException();
      }
      hasLast = true;
      return Untyped.cast(elements[next++]);
    }

    @Override
    public void remove() {
      if (!hasLast) {
        throw new IllegalStateException("there is no last element");
      }
      hasLast = false;
      boolean _ = service.remove(end, elements[next - 1]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return reference.isOf(other);
  }

  @Override
  public int hashCode() {
    return reference.hash();
  }

  @Override
  public String toString() {
    return reference.describe();
  }

  // Not private: it is for the subclasses.
  @Serial
  final Object writeReplace() {
    return reference.handle();
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ProxyHandle.missing();
  }
}
