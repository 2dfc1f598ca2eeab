package dev.brood.internal.service;

import dev.brood.function.SerializablePredicate;
import dev.brood.internal.operation.MayWait;

/** A set without null. */
public interface SetService {

  int size();

  boolean contains(Object element);

  boolean containsAll(Object[] elements);

  boolean add(Object element);

  boolean addAll(Object[] elements);

  boolean remove(Object element);

  boolean removeAll(Object[] elements);

  boolean retainAll(Object[] elements);

  void clear();

  /** Begins to read all elements. */
  Page elements(int most);

  @MayWait
  boolean removeIf(SerializablePredicate<Object> filter);
}
