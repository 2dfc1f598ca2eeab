package dev.brood.internal.referent;

import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializablePredicate;
import dev.brood.internal.service.ListService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A list, with a lock around each operation: functions of the user run while nobody else does. */
final class ListObject implements ListService, Copyable {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<@Nullable Object> elements;

  ListObject(@Nullable Object[] elements) {
    this.elements = new ArrayList<@Nullable Object>(Arrays.asList(elements));
  }

  private <R extends @Nullable Object> R locked(Supplier<R> operation) {
    lock.lock();
    try {
      return operation.get();
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable operation) {
    lock.lock();
    try {
      operation.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    return locked(elements::size);
  }

  @Override
  public @Nullable Object get(int index) {
    lock.lock();
    try {
      return elements.get(index);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object set(int index, @Nullable Object element) {
    lock.lock();
    try {
      return elements.set(index, element);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean append(@Nullable Object element) {
    lock.lock();
    try {
      return elements.add(element);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void insert(int index, @Nullable Object element) {
    run(() -> elements.add(index, element));
  }

  @Override
  public void insertAll(int index, @Nullable Object[] added) {
    run(() -> elements.addAll(index < 0 ? elements.size() : index, Arrays.asList(added)));
  }

  @Override
  public @Nullable Object removeAt(int index) {
    lock.lock();
    try {
      return elements.remove(index);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return locked(() -> elements.remove(element));
  }

  @Override
  public void removeRange(int from, int to) {
    run(() -> elements.subList(from, to).clear());
  }

  @Override
  public boolean removeAll(@Nullable Object[] removed) {
    Set<@Nullable Object> all = new HashSet<@Nullable Object>(Arrays.asList(removed));
    return locked(() -> elements.removeAll(all));
  }

  @Override
  public boolean retainAll(@Nullable Object[] retained) {
    Set<@Nullable Object> all = new HashSet<@Nullable Object>(Arrays.asList(retained));
    return locked(() -> elements.retainAll(all));
  }

  @Override
  public int indexOf(@Nullable Object element) {
    return locked(() -> elements.indexOf(element));
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return locked(() -> elements.lastIndexOf(element));
  }

  @Override
  public boolean containsAll(@Nullable Object[] asked) {
    List<@Nullable Object> all = Arrays.asList(asked);
    return locked(() -> elements.containsAll(all));
  }

  @Override
  public void clear() {
    run(elements::clear);
  }

  @Override
  public @Nullable Object[] slice(int from, int most) {
    return locked(() -> {
      int start = Math.min(from, elements.size());
      return elements.subList(start, start + Math.min(most, elements.size() - start)).toArray();
    });
  }

  @Override
  public boolean removeIf(SerializablePredicate<@Nullable Object> filter) {
    return locked(() -> elements.removeIf(filter));
  }

  @Override
  public void replaceAll(SerializableFunction<@Nullable Object, @Nullable Object> operator) {
    Function<@Nullable Object, @Nullable Object> each = operator;
    run(() -> elements.replaceAll(each::apply));
  }

  @Override
  public void sort(@Nullable Comparator<@Nullable Object> comparator) {
    run(() -> elements.sort(comparator));
  }

  @Override
  public Object copy() {
    return locked(() -> new ArrayList<>(elements));
  }

  @Override
  public String toString() {
    return locked(elements::toString);
  }
}
