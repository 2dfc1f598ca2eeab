package dev.brood.internal.referent;

import dev.brood.internal.registry.TakesBack;
import dev.brood.internal.service.QueueService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue with two ends, and a count of what is not done yet. */
final class QueueObject implements QueueService, Copyable, TakesBack {

  private final LinkedBlockingDeque<Object> elements;
  private final ReentrantLock doneLock = new ReentrantLock();
  private final Condition allDone = doneLock.newCondition();
  private long undone;

  QueueObject(int capacity) {
    this.elements = new LinkedBlockingDeque<>(capacity);
  }

  @Override
  public boolean put(boolean first, Object element, long nanos) throws InterruptedException {
    count(1);
    boolean added = false;
    try {
      added = putNow(first, element, nanos);
    } finally {
      if (!added) {
        count(-1);
      }
    }
    return added;
  }

  private boolean putNow(boolean first, Object element, long nanos) throws InterruptedException {
    if (nanos >= 0) {
      return first
          ? elements.offerFirst(element, nanos, TimeUnit.NANOSECONDS)
          : elements.offerLast(element, nanos, TimeUnit.NANOSECONDS);
    }
    if (first) {
      elements.putFirst(element);
    } else {
      elements.putLast(element);
    }
    return true;
  }

  @Override
  public boolean offer(boolean first, Object element) {
    count(1);
    boolean added = false;
    try {
      added = first ? elements.offerFirst(element) : elements.offerLast(element);
    } finally {
      if (!added) {
        count(-1);
      }
    }
    return added;
  }

  // Counted before it is seen, so that whoever takes it can say that it is done.
  private void count(int change) {
    doneLock.lock();
    try {
      undone += change;
      if (undone == 0) {
        allDone.signalAll();
      }
    } finally {
      doneLock.unlock();
    }
  }

  @Override
  public @Nullable Object take(boolean first, long nanos) throws InterruptedException {
    if (nanos >= 0) {
      return first
          ? elements.pollFirst(nanos, TimeUnit.NANOSECONDS)
          : elements.pollLast(nanos, TimeUnit.NANOSECONDS);
    }
    return first ? elements.takeFirst() : elements.takeLast();
  }

  @Override
  public @Nullable Object poll(boolean first) {
    return first ? elements.pollFirst() : elements.pollLast();
  }

  @Override
  public void takeBack(String operation, @Nullable Object[] arguments, Object result) {
    if (operation.equals("take") || operation.equals("poll")) {
      addAgain(Boolean.TRUE.equals(arguments[0]), result);
    } else if (operation.equals("drain")) {
      for (Object each : List.of((Object[]) result).reversed()) {
        addAgain(true, each);
      }
    }
  }

  /** Adds an element that was counted before. */
  private void addAgain(boolean first, Object element) {
    boolean added = first ? elements.offerFirst(element) : elements.offerLast(element);
    if (!added) {
      // Others have filled its place meanwhile.
      Thread.startVirtualThread(() -> {
        try {
          boolean _ = putNow(first, element, -1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
    }
  }

  @Override
  public @Nullable Object peek(boolean first) {
    return first ? elements.peekFirst() : elements.peekLast();
  }

  @Override
  public boolean remove(boolean first, Object element) {
    return first ? elements.removeFirstOccurrence(element) : elements.removeLastOccurrence(element);
  }

  @Override
  public boolean contains(Object element) {
    return elements.contains(element);
  }

  @Override
  public boolean removeAll(Object[] removed) {
    return elements.removeAll(new HashSet<>(Arrays.asList(removed)));
  }

  @Override
  public boolean retainAll(Object[] retained) {
    return elements.retainAll(new HashSet<>(Arrays.asList(retained)));
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public int remainingCapacity() {
    return elements.remainingCapacity();
  }

  @Override
  public void clear() {
    elements.clear();
  }

  @Override
  public Object[] drain(int most) {
    List<Object> drained = new ArrayList<>();
    elements.drainTo(drained, most);
    return drained.toArray();
  }

  @Override
  public Object[] elements() {
    return elements.toArray();
  }

  @Override
  public void taskDone() {
    doneLock.lock();
    try {
      if (undone == 0) {
        throw new IllegalStateException(
            "taskDone() was called more often than elements were added");
      }
      count(-1);
    } finally {
      doneLock.unlock();
    }
  }

  @Override
  public boolean awaitDone(long nanos) throws InterruptedException {
    doneLock.lockInterruptibly();
    try {
      long left = nanos;
      while (undone > 0) {
        if (nanos < 0) {
          allDone.await();
        } else if (left <= 0) {
          return false;
        } else {
          left = allDone.awaitNanos(left);
        }
      }
      return true;
    } finally {
      doneLock.unlock();
    }
  }

  @Override
  public Object copy() {
    return new ArrayList<>(elements);
  }

  @Override
  public String toString() {
    return elements.toString();
  }
}
