package dev.brood.internal.referent;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.service.ArrayService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An array. */
final class ArrayObject implements ArrayService, Copyable {

  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable Object[] elements;

  ArrayObject(@Nullable Object[] elements) {
    this.elements = elements.clone();
  }

  @Override
  public int length() {
    return elements.length;
  }

  @Override
  public @Nullable Object get(int index) {
    lock.lock();
    try {
      return elements[index];
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void set(int index, @Nullable Object value) {
    Object _ = getAndSet(index, value);
  }

  @Override
  public @Nullable Object getAndSet(int index, @Nullable Object value) {
    lock.lock();
    try {
      Object before = elements[index];
      elements[index] = value;
      return before;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean compareAndSet(int index, @Nullable Object expected, @Nullable Object value) {
    lock.lock();
    try {
      if (!Objects.equals(elements[index], expected)) {
        return false;
      }
      elements[index] = value;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object[] slice(int from, int to) {
    lock.lock();
    try {
      return Arrays.copyOfRange(elements, from, Math.min(to, elements.length));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void fill(int from, @Nullable Object[] values) {
    lock.lock();
    try {
      System.arraycopy(values, 0, elements, from, values.length);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object update(
      int index, SerializableFunction<@Nullable Object, @Nullable Object> function) {
    lock.lock();
    try {
      Object next = function.apply(elements[index]);
      elements[index] = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Object copy() {
    lock.lock();
    try {
      return new ArrayList<>(Arrays.asList(elements));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return Arrays.toString(elements);
    } finally {
      lock.unlock();
    }
  }
}
