package dev.brood.internal.referent;

import dev.brood.internal.service.CounterService;
import java.util.concurrent.atomic.AtomicLong;

/** A number. */
final class CounterObject implements CounterService, Copyable {

  private final AtomicLong value;

  CounterObject(long value) {
    this.value = new AtomicLong(value);
  }

  @Override
  public long get() {
    return value.get();
  }

  @Override
  public void set(long next) {
    value.set(next);
  }

  @Override
  public long add(long delta) {
    return value.addAndGet(delta);
  }

  @Override
  public boolean compareAndSet(long expected, long next) {
    return value.compareAndSet(expected, next);
  }

  @Override
  public Object copy() {
    return value.get();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
