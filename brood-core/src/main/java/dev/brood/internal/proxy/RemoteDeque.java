package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import java.io.Serial;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A queue with two ends that lives in a manager. */
final class RemoteDeque<E> extends AbstractRemoteQueue<E> implements BlockingDeque<E> {

  @Serial private static final long serialVersionUID = 1L;

  RemoteDeque(CallTarget target) {
    super(target, Kind.DEQUE);
  }

  @Override
  public void addFirst(E element) {
    if (!offerFirst(element)) {
      throw new IllegalStateException("the queue is full");
    }
  }

  @Override
  public boolean offerFirst(E element) {
    return service.offer(FIRST, Nulls.refuse(element));
  }

  @Override
  public boolean offerFirst(E element, long time, TimeUnit unit) throws InterruptedException {
    return service.put(FIRST, Nulls.refuse(element), Math.max(0, unit.toNanos(time)));
  }

  @Override
  public void putFirst(E element) throws InterruptedException {
    boolean _ = service.put(FIRST, Nulls.refuse(element), -1);
  }

  @Override
  public E takeFirst() throws InterruptedException {
    return take();
  }

  @Override
  public @Nullable E pollFirst() {
    return poll();
  }

  @Override
  public @Nullable E pollFirst(long time, TimeUnit unit) throws InterruptedException {
    return poll(time, unit);
  }

  @Override
  public @Nullable E peekFirst() {
    return peek();
  }

  @Override
  public E getFirst() {
    return there(peekFirst());
  }

  @Override
  public E removeFirst() {
    return there(pollFirst());
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object element) {
    return remove(element);
  }

  @Override
  public void addLast(E element) {
    if (!offerLast(element)) {
      throw new IllegalStateException("the queue is full");
    }
  }

  @Override
  public boolean offerLast(E element) {
    return offer(element);
  }

  @Override
  public boolean offerLast(E element, long time, TimeUnit unit) throws InterruptedException {
    return offer(element, time, unit);
  }

  @Override
  public void putLast(E element) throws InterruptedException {
    put(element);
  }

  @Override
  public E takeLast() throws InterruptedException {
    return Untyped.cast(service.take(LAST, -1));
  }

  @Override
  public @Nullable E pollLast() {
    return Untyped.cast(service.poll(LAST));
  }

  @Override
  public @Nullable E pollLast(long time, TimeUnit unit) throws InterruptedException {
    return Untyped.cast(service.take(LAST, Math.max(0, unit.toNanos(time))));
  }

  @Override
  public @Nullable E peekLast() {
    return Untyped.cast(service.peek(LAST));
  }

  @Override
  public E getLast() {
    return there(peekLast());
  }

  @Override
  public E removeLast() {
    return there(pollLast());
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object element) {
    return element != null && service.remove(LAST, element);
  }

  @Override
  public void push(E element) {
    addFirst(element);
  }

  @Override
  public E pop() {
    return removeFirst();
  }

  private static <T> T there(@Nullable T element) {
    if (element == null) {
      throw new NoSuchElementException("the queue is empty");
    }
    return element;
  }

  @Override
  public Iterator<E> descendingIterator() {
    Object[] all = service.elements();
    return new Snapshot(Arrays.asList(all).reversed().toArray(), LAST);
  }
}
