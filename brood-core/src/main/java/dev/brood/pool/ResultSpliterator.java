package dev.brood.pool;

import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.call.MapRun;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of a map, one after another as they are asked for. In input order it keeps what
 * arrived early, still encoded; the window of the run bounds how much that can be.
 */
final class ResultSpliterator<R> implements Spliterator<R>, AutoCloseable {

  /** Results that arrived before their turn: the index of the first, how many, and they. */
  private record Early(long index, int left, ResultRun run) {}

  /** Makes an element of a result or a failure, and the place of its item. */
  interface ToElement<R> {
    R of(@Nullable Object result, long index);
  }

  private final Supplier<MapRun> start;
  private final boolean ordered;
  private final PriorityQueue<Early> early =
      new PriorityQueue<>(Comparator.comparingLong(Early::index));
  private @Nullable MapRun run;
  private @Nullable ResultRun current;
  private int leftOfCurrent;
  private final ToElement<? extends R> toElement;
  private long nextIndex;
  private boolean ended;

  /**
   * Creates a source of elements.
   *
   * @param start begins the run, when the first element is asked for
   * @param toElement what it throws ends the run
   */
  ResultSpliterator(Supplier<MapRun> start, boolean ordered, ToElement<? extends R> toElement) {
    this.start = start;
    this.ordered = ordered;
    this.toElement = toElement;
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    if (ended) {
      return false;
    }
    if (run == null) {
      run = start.get();
    }
    MapRun running = run;
    Object result;
    long index;
    do {
      if (leftOfCurrent == 0) {
        nextRun(running);
      }
      if (current == null) {
        close();
        Throwable failure = running.inputFailure();
        if (failure != null) {
          throw Calls.raise(failure);
        }
        return false;
      }
      index = current.nextIndex();
      result = running.next(current);
      leftOfCurrent--;
      if (result instanceof MapRun.RunsAgain) {
        setAside(current);
      }
    } while (result instanceof MapRun.RunsAgain);
    nextIndex++;
    running.consumed(1);
    action.accept(element(result, index));
    return true;
  }

  /** In order, what follows an item that runs again has to wait for it. */
  private void setAside(ResultRun rest) {
    if (ordered && leftOfCurrent > 0) {
      early.add(new Early(rest.nextIndex(), leftOfCurrent, rest));
      leftOfCurrent = 0;
    }
  }

  private R element(@Nullable Object result, long index) {
    try {
      return toElement.of(result, index);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Moves on to the results that come next; to none at the end. */
  private void nextRun(MapRun running) {
    try {
      while (true) {
        Early first = early.peek();
        if (first != null && first.index() == nextIndex) {
          take(early.remove());
          return;
        }
        ResultRun arrived = running.take();
        if (arrived == null) {
          current = null;
          return;
        }
        Early next = new Early(arrived.nextIndex(), arrived.count(), arrived);
        if (!ordered) {
          take(next);
          return;
        }
        early.add(next);
      }
    } catch (InterruptedException e) {
      close();
      throw Calls.interrupted(e);
    }
  }

  private void take(Early next) {
    current = next.run();
    leftOfCurrent = next.left();
  }

  @Override
  public void close() {
    ended = true;
    if (run != null) {
      run.close();
    }
  }

  @Override
  public @Nullable Spliterator<R> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ordered ? ORDERED : 0;
  }
}
