package dev.brood.internal.service;

/** A number. */
public interface CounterService {

  long get();

  void set(long value);

  /** Adds, and returns the sum. */
  long add(long delta);

  boolean compareAndSet(long expected, long value);
}
