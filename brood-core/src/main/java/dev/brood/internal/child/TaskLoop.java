package dev.brood.internal.child;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.task.InterruptGate;
import dev.brood.internal.task.RunningTask;
import dev.brood.internal.wire.ExitCodes;
import dev.brood.internal.wire.RecordType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does: takes batches of items one after another, runs each item on the main thread
 * and writes its result before it begins the next.
 *
 * <p>Before it touches an item, be it only to decode it, it says so; but for numbers, which cannot
 * be at fault before they are used. Should this JVM die, the owner knows which item was at fault,
 * and what was never begun goes to another worker.
 */
final class TaskLoop {

  /** A failure with its stack trace takes some 100 KB while it is made ready to be sent. */
  private static final int RESERVE = 400 * 1024;

  private final OwnerLink owner;
  private final Inbound in;
  private final Outbound out;
  private final Map<Integer, Inbound.Later> functions = new HashMap<>();
  private final RunningTask surroundings;
  private final InterruptGate gate;
  private final Pace pace = new Pace();
  private final ResultFlushing flushing;
  private final NumberRow numbers = new NumberRow();
  private long started;
  private boolean exhausted;
  private @Nullable HeapWatch heap;

  /** Memory to report with that there is none. */
  @SuppressWarnings("unused") // it is there to be let go of
  private byte @Nullable [] reserve = new byte[RESERVE];

  TaskLoop(OwnerLink owner, Inbound in, Outbound out, int worker) {
    this.owner = owner;
    this.in = in;
    this.out = out;
    this.gate = owner.interruptGate();
    this.surroundings = new RunningTask(worker, new Heart(owner));
    this.flushing = new ResultFlushing(owner, pace);
  }

  // A named class and no lambda: a lambda costs a starting child several milliseconds.
  static final class Heart implements Runnable {
    private final OwnerLink owner;

    Heart(OwnerLink owner) {
      this.owner = owner;
    }

    @Override
    public void run() {
      owner.sayHeartbeat();
    }
  }

  /** Has all threads of this JVM be in the surroundings of the tasks, as those know it. */
  void ofThisProcess() {
    surroundings.ofThisProcess();
  }

  /** Runs until the owner says to end, or the heap is full. */
  void run() {
    try {
      runBatches();
    } catch (OutOfMemoryError e) {
      // There was not even room to say so.
      Runtime.getRuntime().halt(ExitCodes.OUT_OF_MEMORY);
    }
  }

  private void runBatches() {
    boolean goOn = true;
    while (goOn) {
      ByteSource record = nextRecord();
      byte type = record.getByte();
      if (type == RecordType.BATCH) {
        runBatch(record);
      } else if (type == RecordType.SHAPE) {
        in.defineShape();
      } else if (type == RecordType.FUNCTION) {
        functions.put(record.getLength(), in.later());
      } else if (type == RecordType.FORGET) {
        functions.remove(record.getLength());
      } else if (type == RecordType.HEAP_LIMIT) {
        heap = new HeapWatch(record.getLong());
      } else if (type == RecordType.EXIT) {
        goOn = false;
      } else {
        throw new ProtocolException("type=" + type + " of a record is unknown to a worker");
      }
    }
  }

  /** Waits for a record that is no item. One that the heap has no room for is a function. */
  private ByteSource nextRecord() {
    try {
      return in.next();
    } catch (OutOfMemoryError e) {
      // Says all that the owner needs to know, who sees which batch was not begun.
      Runtime.getRuntime().halt(ExitCodes.FUNCTION_TOO_LARGE);
      throw e;
    }
  }

  private void runBatch(ByteSource header) {
    byte call = header.getByte();
    if (call == RecordType.CALL_ITEM) {
      runCalls(header);
      return;
    }
    int id = header.getLength();
    Inbound.Later function = functions.get(id);
    if (function == null) {
      throw new ProtocolException("function=" + id + " was never sent");
    }
    int count = header.getLength();
    long firstIndex = header.getLong();
    long seed = header.getLong();
    boolean together = header.getByte() == RecordType.TOGETHER;
    long start = System.nanoTime();
    flushing.begin(together, start);
    int done = 0;
    while (done < count && !exhausted) {
      int inRow = call == RecordType.CALL_FUNCTION ? in.numbers(numbers, count - done - 1) : 0;
      if (inRow > 0) {
        runNumbers(inRow, function, firstIndex + done, seed);
        done += inRow;
      } else {
        receiveItem();
        surroundings.begin(firstIndex + done, seed);
        boolean failed = !runItem(call, function);
        if (++done < count) {
          flushing.itemDone(failed);
        }
      }
    }
    if (exhausted) {
      endExhausted();
    }
    long nanos = System.nanoTime() - start;
    watchHeap();
    out.batchDone(nanos);
    owner.flush();
  }

  /**
   * Runs the items in the row of numbers, not the last ones of their batch. What {@link #runItem}
   * does, without what it takes to decode one: a map over numbers spends most of its time here.
   */
  @SuppressWarnings("unchecked")
  private void runNumbers(int count, Inbound.Later function, long firstIndex, long seed) {
    Function<Object, ?> applied = null;
    for (int i = 0; i < count && !exhausted; i++) {
      surroundings.begin(firstIndex + i, seed);
      boolean failed = false;
      if (begins()) {
        Object result = null;
        Throwable failure = null;
        try {
          if (applied == null) {
            // In the item, whose failure it is if the function cannot be decoded.
            applied = (Function<Object, ?>) function.get();
          }
          result = applied.apply(numbers.get(i));
        } catch (Throwable t) {
          failure = t;
        }
        failed = !answer(result, failure);
      }
      flushing.itemDone(failed);
    }
  }

  /** Runs calls of which somebody waits for each: its result is told before the next begins. */
  private void runCalls(ByteSource header) {
    int count = header.getLength();
    long firstIndex = header.getLong();
    long seed = header.getLong();
    pace.begin(System.nanoTime());
    for (int i = 0; i < count; i++) {
      receiveItem();
      surroundings.begin(firstIndex + i, seed);
      var _ = runItem(RecordType.CALL_ITEM, null);
      if (exhausted) {
        endExhausted();
      }
      if (pace.itemDone() || i == count - 1) {
        callsDone();
      }
      owner.flush();
    }
  }

  private void callsDone() {
    int calls = pace.items();
    long nanos = pace.looked(System.nanoTime());
    watchHeap();
    out.callsDone(calls, nanos);
  }

  private void watchHeap() {
    HeapWatch watched = heap;
    if (watched != null && watched.mayBeAbove()) {
      // The results need not wait for it.
      owner.flush();
      long inUse = watched.collect();
      if (inUse > 0) {
        out.heapInUse(inUse);
      }
    }
  }

  /**
   * Ends this JVM when what is written has reached the owner. What filled the heap may still be
   * there, and stand in the way of whatever follows; what was not begun goes to the next worker.
   */
  private void endExhausted() {
    owner.flush();
    owner.awaitSent();
    Runtime.getRuntime().halt(ExitCodes.OUT_OF_MEMORY);
  }

  /** Waits for an item. One that the heap has no room for is to blame, though it never began. */
  private void receiveItem() {
    try {
      in.next();
    } catch (OutOfMemoryError e) {
      owner.sayStarted(++started);
      reserve = null;
      out.failure(new NotReceivableException("the argument is too large for the worker's heap", e));
      endExhausted();
    }
  }

  /** Runs the item that was received and writes its result; returns false if it failed. */
  private boolean runItem(byte call, Inbound.@Nullable Later function) {
    if (!begins()) {
      return true;
    }
    Object result = null;
    Throwable failure = null;
    try {
      result = call(in, call, function);
    } catch (Throwable t) {
      failure = t;
    }
    return answer(result, failure);
  }

  /** Says that the next item begins; returns false if it has been called off. */
  private boolean begins() {
    started++;
    owner.sayStarted(started);
    if (gate.open(started)) {
      return true;
    }
    gate.close();
    in.forget();
    out.skipped();
    return false;
  }

  /** Writes the result of the item that was begun, or why it has none, and then returns false. */
  private boolean answer(@Nullable Object result, @Nullable Throwable failure) {
    // The gate stays open until the next item, or until the link has more to do than to store.
    return (failure == null && out.resultAtOnce(result)) || end(result, failure);
  }

  private boolean end(@Nullable Object result, @Nullable Throwable thrown) {
    gate.close();
    in.forget();
    Throwable failure = thrown == null ? out.result(result) : thrown;
    if (failure == null) {
      return true;
    }
    if (failure instanceof OutOfMemoryError) {
      // Whatever else ran out of memory with the task may be broken; the next worker is fresh.
      exhausted = true;
      reserve = null;
    }
    out.failure(failure);
    return false;
  }

  /** Decodes the item that is next and calls it. */
  @SuppressWarnings("unchecked")
  static @Nullable Object call(Inbound in, byte call, Inbound.@Nullable Later function)
      throws Exception {
    if (function == null) {
      return ((Callable<?>) Objects.requireNonNull(in.value())).call();
    }
    Object item = in.value();
    if (call == RecordType.CALL_FUNCTION) {
      return ((Function<@Nullable Object, ?>) function.get()).apply(item);
    }
    Map.Entry<Object, Object> pair = (Map.Entry<Object, Object>) Objects.requireNonNull(item);
    return ((BiFunction<Object, Object, ?>) function.get()).apply(pair.getKey(), pair.getValue());
  }
}
