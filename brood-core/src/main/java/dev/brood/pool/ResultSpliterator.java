package dev.brood.pool;

import dev.brood.internal.supervise.Failure;
import dev.brood.internal.supervise.MapRun;
import dev.brood.internal.supervise.ResultRun;
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

  private final Supplier<MapRun> start;
  private final boolean ordered;
  private final PriorityQueue<ResultRun> early =
      new PriorityQueue<>(Comparator.comparingLong(ResultRun::firstIndex));
  private @Nullable MapRun run;
  private @Nullable ResultRun current;
  private int leftOfCurrent;
  private long nextIndex;
  private boolean ended;

  ResultSpliterator(Supplier<MapRun> start, boolean ordered) {
    this.start = start;
    this.ordered = ordered;
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean tryAdvance(Consumer<? super R> action) {
    if (ended) {
      return false;
    }
    if (run == null) {
      run = start.get();
    }
    MapRun running = run;
    if (leftOfCurrent == 0) {
      current = nextRun(running);
      leftOfCurrent = current == null ? 0 : current.count();
    }
    if (current == null) {
      close();
      Throwable failure = running.inputFailure();
      if (failure != null) {
        throw Calls.raise(failure);
      }
      return false;
    }
    @Nullable Object result = current.next();
    leftOfCurrent--;
    nextIndex++;
    running.consumed(1);
    if (result instanceof Failure(Throwable cause)) {
      close();
      throw Calls.raise(cause);
    }
    action.accept((R) result);
    return true;
  }

  private @Nullable ResultRun nextRun(MapRun running) {
    try {
      while (true) {
        ResultRun first = early.peek();
        if (first != null && first.firstIndex() == nextIndex) {
          return early.remove();
        }
        ResultRun arrived = running.take();
        if (arrived == null || !ordered) {
          return arrived;
        }
        early.add(arrived);
      }
    } catch (InterruptedException e) {
      close();
      throw Calls.interrupted(e);
    }
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
