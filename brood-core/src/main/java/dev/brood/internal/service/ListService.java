package dev.brood.internal.service;

import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializablePredicate;
import dev.brood.internal.operation.MayWait;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A list. */
public interface ListService {

  int size();

  @Nullable Object get(int index);

  @Nullable Object set(int index, @Nullable Object element);

  boolean append(@Nullable Object element);

  void insert(int index, @Nullable Object element);

  /** Inserts at an index, or at the end if that is -1. */
  void insertAll(int index, @Nullable Object[] elements);

  @Nullable Object removeAt(int index);

  boolean remove(@Nullable Object element);

  void removeRange(int from, int to);

  boolean removeAll(@Nullable Object[] elements);

  boolean retainAll(@Nullable Object[] elements);

  int indexOf(@Nullable Object element);

  int lastIndexOf(@Nullable Object element);

  boolean containsAll(@Nullable Object[] elements);

  void clear();

  /** Returns up to so many elements from an index on; none beyond the end. */
  @Nullable Object[] slice(int from, int most);

  @MayWait
  boolean removeIf(SerializablePredicate<@Nullable Object> filter);

  @MayWait
  void replaceAll(SerializableFunction<@Nullable Object, @Nullable Object> operator);

  /** Sorts, without a comparator by the order of the elements. */
  @MayWait
  void sort(@Nullable Comparator<@Nullable Object> comparator);
}
