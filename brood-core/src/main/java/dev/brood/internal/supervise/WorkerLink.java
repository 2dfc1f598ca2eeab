package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.TaskFunction;

/**
 * A started worker, as its supervisor uses it. But for {@link #terminate()} and {@link #kill()},
 * which any thread may call, everything here is for the holder of the turn. Nothing blocks.
 */
public interface WorkerLink {

  /** Takes what a worker writes. */
  interface Receiver {

    /** Successive results of the batch that the worker is at. */
    void onResults(ResultRun run);

    /** The next item of the batch that the worker is at was called off before it began. */
    void onSkipped();

    /** More of the worker's heap is in use than it was to say; in bytes. */
    void onHeapInUse(long bytes);

    /** The batch that the worker was at is done, after so many nanoseconds. */
    void onBatchDone(long nanos);
  }

  /** Returns the id of the worker's process, or -1 if it has none of its own. */
  long pid();

  /** Queues a batch for the worker. */
  void give(Batch batch);

  /** Has the worker drop a function that is used no more. */
  void forget(TaskFunction function);

  /** Queues the order to end. */
  void retire();

  /** Moves what is queued on to the worker, as much as it takes. */
  void pump();

  /** Passes on what the worker has written; returns whether there was anything. */
  boolean drain(Receiver receiver);

  /** Has the next drain find also what the worker has written and not shown yet. */
  void catchUp();

  /** Says that the worker is dead: what it has recorded is there to be drained. */
  void ended();

  /**
   * Makes sure that the pool's own thread is woken by what the worker writes next, or by space if
   * something is queued; returns true if there is something to do already.
   */
  boolean sleepUntilBell();

  /** Says that some thread looks at this worker by itself, so that it need not ring. */
  void lookingAgain();

  /** Tells whether looking can see what the worker writes. */
  boolean worthLooking();

  /** Returns how many items the worker has begun in its life. */
  long started();

  /** Returns how many times tasks of the worker have said that they make progress. */
  long heartbeats();

  /** Interrupts the thread that runs an item, counted from 1 over the worker's life. */
  void interrupt(long item);

  /** Has the worker skip items that it has not begun, and interrupts the one that it has. */
  void callOff(long firstItem, long lastItem);

  /**
   * Has the worker skip items that it has not begun. It says which these are ({@link
   * WorkerStarter.Listener#onGivenBack}), also while it runs an item.
   */
  void takeBack(long firstItem, long lastItem);

  /** Has the worker say when it has done a batch and more of its heap is in use. */
  void limitHeap(long bytes);

  /** Returns how much memory the worker's process has in use, in bytes, or -1 if not known. */
  long residentBytes();

  /** Returns how many bytes went to the worker. */
  long bytesOut();

  /** Returns how many bytes came from the worker. */
  long bytesIn();

  /** Asks the worker to end (SIGTERM). */
  void terminate();

  /** Ends the worker (SIGKILL) and everything it started. */
  void kill();

  /** Lets go of the socket and the mapping of a dead worker. */
  void close();
}
