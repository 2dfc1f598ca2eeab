package dev.brood.system.pool;

import dev.brood.system.support.Delays;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What pools are given to do. */
final class PoolTasks {
  private PoolTasks() {}

  /** Returns the result of a future, waiting for it as long as tests wait. */
  static <T> T get(Future<T> future) throws Exception {
    return future.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  static int square(int number) {
    return number * number;
  }

  static int failOn13(int number) {
    if (number % 20 == 13) {
      throw new IllegalArgumentException("number=" + number);
    }
    return number;
  }

  static String failChecked() throws IOException {
    throw new IOException("checked");
  }

  static long pid() {
    return ProcessHandle.current().pid();
  }

  static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  /** Numbers from 0 on; asked for the one with index {@code bad} it fails. */
  static Iterable<Integer> failingAt(int bad) {
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            if (next == bad) {
              throw new UnsupportedOperationException("input failed at " + bad);
            }
            return next++;
          }
        };
  }

  /** All numbers from 0 on, counting how many were taken. */
  static Iterable<Integer> endless(AtomicInteger taken) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            return taken.getAndIncrement();
          }
        };
  }
}
