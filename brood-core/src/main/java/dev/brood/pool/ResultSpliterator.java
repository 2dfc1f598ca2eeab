package dev.brood.pool;

import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.call.MapRun;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of a map, one after another as they are asked for. It keeps what arrived before its
 * turn, still encoded; the window of the run bounds how much that can be.
 */
final class ResultSpliterator<R> implements Spliterator<R>, AutoCloseable {

  /**
   * Results that arrived and were not handed out: the index of the first, how many, and they; or
   * one that had to be decoded already.
   */
  private record Kept(long index, int left, @Nullable ResultRun run, @Nullable Object decoded) {}

  /** Makes an element of a result or a failure, and the place of its item. */
  interface ToElement<R> {
    R of(@Nullable Object result, long index);
  }

  private final Supplier<MapRun> start;
  private final boolean ordered;
  private final boolean failFast;
  private final ToElement<? extends R> toElement;
  private final Queue<Kept> waiting;
  private @Nullable MapRun run;
  private @Nullable Kept current;
  private int leftOfCurrent;
  private long nextIndex;
  private boolean givenUp;
  private boolean ended;

  /**
   * Creates a source of elements.
   *
   * @param start begins the run, when the first element is asked for
   * @param ordered whether they come in the order of the input; else as they arrive
   * @param failFast whether a failure that has arrived ends the run before its turn
   * @param toElement makes an element of a result or a failure; what it throws ends the run
   */
  ResultSpliterator(
      Supplier<MapRun> start, boolean ordered, boolean failFast, ToElement<? extends R> toElement) {
    this.start = start;
    this.ordered = ordered;
    this.failFast = failFast;
    this.toElement = toElement;
    this.waiting =
        ordered ? new PriorityQueue<>(Comparator.comparingLong(Kept::index)) : new ArrayDeque<>();
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
    R element;
    try {
      @Nullable Object result;
      long index;
      do {
        Kept from = next(running);
        if (from == null) {
          end(running);
          return false;
        }
        index = indexOf(from);
        result = resultOf(from, running);
      } while (result instanceof MapRun.RunsAgain);
      nextIndex++;
      running.consumed(1);
      element = element(result, index, running);
    } catch (InterruptedException e) {
      running.stop();
      closeAfter(e);
      throw Calls.interrupted(e);
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
    action.accept(element);
    return true;
  }

  /** Returns where the next result is, waiting for it; null at the end. */
  private @Nullable Kept next(MapRun running) throws InterruptedException {
    if (failFast) {
      lookForFailures(running);
    }
    while (leftOfCurrent == 0) {
      Kept first = waiting.peek();
      if (first != null && (!ordered || first.index() == nextIndex)) {
        current = waiting.remove();
        leftOfCurrent = first.left();
        break;
      }
      ResultRun arrived = running.take();
      if (arrived == null) {
        return null;
      }
      keep(arrived, running);
    }
    Kept from = current;
    if (--leftOfCurrent == 0) {
      // Else a result stays reachable until the next one is asked for.
      current = null;
    }
    return from;
  }

  private void lookForFailures(MapRun running) {
    ResultRun arrived;
    while ((arrived = running.poll()) != null) {
      keep(arrived, running);
    }
  }

  /** Keeps results for their turn. Whether a failure is the last word shows when it is decoded. */
  private void keep(ResultRun arrived, MapRun running) {
    if (!failFast || arrived.failures() == 0) {
      waiting.add(new Kept(arrived.nextIndex(), arrived.count(), arrived, null));
      return;
    }
    for (int i = arrived.count(); i > 0; i--) {
      long index = arrived.nextIndex();
      @Nullable Object result = running.next(arrived);
      if (!(result instanceof MapRun.RunsAgain)) {
        var _ = element(result, index, running);
        waiting.add(new Kept(index, 1, null, result));
      }
    }
  }

  private static long indexOf(Kept from) {
    ResultRun encoded = from.run();
    return encoded == null ? from.index() : encoded.nextIndex();
  }

  private @Nullable Object resultOf(Kept from, MapRun running) {
    ResultRun encoded = from.run();
    if (encoded == null) {
      return from.decoded();
    }
    @Nullable Object result = running.next(encoded);
    if (ordered && leftOfCurrent > 0 && result instanceof MapRun.RunsAgain) {
      // In order, what follows has to wait for it.
      waiting.add(new Kept(encoded.nextIndex(), leftOfCurrent, encoded, null));
      leftOfCurrent = 0;
    }
    return result;
  }

  private R element(@Nullable Object result, long index, MapRun running) {
    if (failFast && !givenUp && result instanceof Failure) {
      givenUp = true;
      running.cancel();
    }
    return toElement.of(result, index);
  }

  private void end(MapRun running) {
    close();
    Throwable failure = running.inputFailure();
    if (failure != null) {
      throw Calls.raise(failure);
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      if (run != null) {
        run.close();
      }
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
