package dev.brood.internal.referent;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.service.ValueService;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One value. */
final class ValueObject implements ValueService, Copyable {

  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Object value;

  ValueObject(@Nullable Object value) {
    this.value = value;
  }

  @Override
  public @Nullable Object get() {
    return value;
  }

  @Override
  public @Nullable Object getAndSet(@Nullable Object next) {
    lock.lock();
    try {
      Object before = value;
      value = next;
      return before;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void set(@Nullable Object next) {
    lock.lock();
    try {
      value = next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean compareAndSet(@Nullable Object expected, @Nullable Object next) {
    lock.lock();
    try {
      if (!Objects.equals(value, expected)) {
        return false;
      }
      value = next;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object update(
      SerializableFunction<@Nullable Object, @Nullable Object> function) {
    lock.lock();
    try {
      Object next = function.apply(value);
      value = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object copy() {
    return value;
  }

  @Override
  public String toString() {
    return String.valueOf(value);
  }
}
