package dev.brood.sync;

import dev.brood.internal.family.CellSurvey;
import dev.brood.internal.family.Family;
import dev.brood.internal.lock.LockState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds which {@link SharedLock} of the family and who waits for it, and who waits for each
 * other for good. Any process of the family may ask.
 *
 * <p>A report is put together while the locks are in use: what it says of different locks was not
 * true at the same moment. A deadlock stays, so one that two reports name is one.
 *
 * @param locks the locks that were held or broken
 * @param deadlocks for each ring of threads that wait for each other: the locks they wait for, each
 *     held by the thread that waits for the next, the last by the one that waits for the first
 * @since 0.1
 */
public record LockReport(List<Entry> locks, List<List<Entry>> deadlocks) {

  /**
   * A lock.
   *
   * @param name tells locks of the family apart
   * @param holder who held it; empty if it was broken
   * @param waiters some of those that waited for it, four at most
   */
  public record Entry(String name, Optional<LockHolder> holder, List<LockHolder> waiters) {

    private boolean isWaitedForBy(LockHolder thread) {
      return waiters.stream()
          .anyMatch(waiter ->
              waiter.pid() == thread.pid() && (int) waiter.thread() == (int) thread.thread());
    }
  }

  /**
   * Looks at all locks of this JVM's family.
   *
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   */
  public static LockReport take() {
    Family family = Family.ofThisJvm();
    List<Entry> locks = new ArrayList<>();
    CellSurvey.visit(
        family,
        Kind.LOCK,
        (ref, body) -> {
          LockState state = LockState.of(body, family);
          if (state.holder() != null || state.broken()) {
            locks.add(
                new Entry(
                    SharedLock.name(ref),
                    Optional.ofNullable(state.holder()).map(LockHolder::of),
                    state.waiters().stream().map(LockHolder::of).toList()));
          }
        });
    return new LockReport(List.copyOf(locks), deadlocks(locks));
  }

  private static List<List<Entry>> deadlocks(List<Entry> locks) {
    List<List<Entry>> rings = new ArrayList<>();
    List<Entry> awaited = locks.stream().filter(lock -> !lock.waiters().isEmpty()).toList();
    Set<Entry> seen = new HashSet<>();
    for (Entry first : locks) {
      List<Entry> path = new ArrayList<>();
      Optional<Entry> next = Optional.of(first);
      while (next.isPresent() && !seen.contains(next.get())) {
        seen.add(next.get());
        path.add(next.get());
        next = next.get().holder().flatMap(holder -> awaitedBy(holder, awaited));
      }
      // A path that ends at a lock of its own is a ring from there on.
      int start = next.map(path::indexOf).orElse(-1);
      if (start >= 0) {
        rings.add(List.copyOf(path.subList(start, path.size())));
      }
    }
    return List.copyOf(rings);
  }

  private static Optional<Entry> awaitedBy(LockHolder thread, List<Entry> locks) {
    return locks.stream().filter(lock -> lock.isWaitedForBy(thread)).findFirst();
  }

  /** Returns the report as text, a line for each lock, then one for each deadlock. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry lock : locks) {
      text.append("lock ").append(lock.name()).append(": ");
      text.append(lock.holder().map(holder -> "held by " + holder).orElse("broken"));
      lock.waiters().forEach(waiter -> text.append("; waits: ").append(waiter));
      text.append('\n');
    }
    for (List<Entry> ring : deadlocks) {
      text.append("deadlock: ");
      for (Entry lock : ring) {
        String holder = lock.holder().map(LockHolder::toString).orElse("?");
        text.append('(').append(holder).append(") holds ").append(lock.name()).append(", ");
      }
      text.append("and each waits for what the next holds\n");
    }
    return text.toString();
  }
}
