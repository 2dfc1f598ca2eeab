package dev.brood.internal.supervise;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One function over many items: takes from the input what fits into the window, sends it in batches
 * and hands out results as they arrive.
 *
 * <p>Of one thread at a time, the one that wants the results; that thread also reads the input, so
 * a user's iterator is never called from anywhere else.
 *
 * <p>Batches are sized by what items were measured to take. The first batches are single items;
 * each batch may be eight times the one before, until one takes {@link #BATCH_NANOS}. So items that
 * take long are spread one by one and items that take nothing travel by the ten thousand.
 */
public final class MapRun implements ResultSink, AutoCloseable {

  private static final long BATCH_NANOS = 2_000_000;
  private static final int MAX_BATCH = 1 << 16;
  private static final int GROWTH = 8;
  private static final int MAX_EXPECTED = 1 << 24;

  /** Says that the number of items is not known. */
  public static final long UNKNOWN_SIZE = -1;

  private final TaskEngine engine;
  private final TaskFunction function;
  private final BatchBuilder batches;
  private final Iterator<?> input;
  private final long size;
  private final int chunk;
  private final long inFlightLimit;
  private final TaskClock clock = new TaskClock();
  private final ConcurrentLinkedQueue<ResultRun> arrived = new ConcurrentLinkedQueue<>();

  // Read by whoever delivers results; set while the driving thread waits.
  private volatile @Nullable Thread waiting;

  private int lastBatch;
  private long submitted;
  private long consumed;
  private boolean inputEnded;
  private @Nullable Throwable inputFailure;

  /**
   * Starts a run; nothing is read from the input yet.
   *
   * @param size how many items the input has, or {@link #UNKNOWN_SIZE}
   * @param chunk items per batch, or 0 to adapt
   * @param inFlight how many items may have been read whose results were not consumed, or 0 to
   *     adapt
   */
  public MapRun(
      TaskEngine engine,
      TaskFunction function,
      Iterator<?> input,
      long size,
      int chunk,
      int inFlight) {
    this.engine = engine;
    this.function = function;
    this.batches = engine.batches(function, this, clock);
    this.input = input;
    this.size = size;
    this.chunk = chunk;
    this.inFlightLimit = inFlight == 0 ? Long.MAX_VALUE : inFlight;
  }

  @Override
  public void onResults(ResultRun run) {
    arrived.add(run);
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Returns the next results to have arrived, waiting for them, or null when every item that was
   * read is answered and the input has ended.
   */
  public @Nullable ResultRun take() throws InterruptedException {
    feed();
    ResultRun run = arrived.poll();
    if (run != null || (consumed == submitted && inputEnded)) {
      return run;
    }
    waiting = Thread.currentThread();
    try {
      engine.await(() -> !arrived.isEmpty(), clock);
    } finally {
      waiting = null;
    }
    return arrived.poll();
  }

  /** Says that so many more results have been used, which makes room in the window. */
  public void consumed(int results) {
    consumed += results;
  }

  /** Returns how many results to make room for at first: all, if the input said how many. */
  public int expected() {
    return size == UNKNOWN_SIZE ? 16 : (int) Math.min(size, MAX_EXPECTED);
  }

  /** Returns how many items have been submitted so far. */
  public long submitted() {
    return submitted;
  }

  /**
   * Returns why the input could not be read or sent to its end, if so; belongs after all results.
   */
  public @Nullable Throwable inputFailure() {
    return inputFailure;
  }

  /** Gives up: items that no worker has are withdrawn, results that still come are dropped. */
  @Override
  public void close() {
    inputEnded = true;
    if (consumed < submitted) {
      engine.withdraw(this);
    }
    function.close();
  }

  private void feed() {
    while (!inputEnded) {
      int batch = batchSize();
      long room = Math.min(inFlightLimit, window(batch)) - (submitted - consumed);
      if (room < Math.min(batch, inFlightLimit)) {
        return;
      }
      send((int) Math.min(batch, room));
    }
  }

  private int batchSize() {
    if (chunk > 0) {
      return chunk;
    }
    long wanted = BATCH_NANOS / clock.nanosPerItem(BATCH_NANOS);
    wanted = Math.min(wanted, Math.max(1, (long) lastBatch * GROWTH));
    if (size != UNKNOWN_SIZE) {
      // Towards the end batches shrink, so that the workers finish together.
      wanted = Math.min(wanted, (size - submitted) / (4L * engine.parallelism()));
    }
    return (int) Math.max(1, Math.min(wanted, MAX_BATCH));
  }

  /** Items that may be under way: two batches for each worker, or the work of some milliseconds. */
  private long window(int batch) {
    long perWorker = 2L * batch;
    if (clock.isKnown()) {
      perWorker = Math.max(perWorker, 2 * BATCH_NANOS / clock.nanosPerItem(BATCH_NANOS));
    }
    return perWorker * engine.parallelism();
  }

  /** Reads up to so many items and submits them as one batch. */
  private void send(int count) {
    try {
      while (batches.count() < count) {
        if (!input.hasNext()) {
          inputEnded = true;
          break;
        }
        batches.add(input.next(), submitted + batches.count());
      }
    } catch (Throwable t) {
      // Either the input or one item is to blame, never the items before.
      failInput(t);
    }
    if (batches.count() > 0) {
      submit(batches.count());
    }
  }

  private void submit(int count) {
    try {
      engine.submit(batches.build(submitted));
      lastBatch = count;
      submitted += count;
    } catch (RejectedExecutionException e) {
      failInput(e);
    }
  }

  private void failInput(Throwable failure) {
    inputEnded = true;
    if (inputFailure == null) {
      inputFailure = failure;
    }
  }
}
