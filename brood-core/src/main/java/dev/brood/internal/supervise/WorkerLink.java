package dev.brood.internal.supervise;

import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordReader;

/**
 * A started worker, as its supervisor uses it. But for {@link #terminate()} and {@link #kill()},
 * which any thread may call, everything here is for the holder of the turn. Nothing blocks.
 */
interface WorkerLink {

  /** Takes what a worker writes. */
  interface Receiver {

    /**
     * Successive results of the batch that the worker is at.
     *
     * @param records the records, each with its length before it
     */
    void onResults(byte[] records, int count, Decoding decoding);

    /** A result that was too large to stand among others. */
    void onLargeResult(RecordReader.Large record, Decoding decoding);

    /** The batch that the worker was at is done, after so many nanoseconds. */
    void onBatchDone(long nanos);
  }

  long pid();

  /** Queues records for the worker. */
  void send(Parcel records);

  /** Moves queued bytes into the stream, as many as it takes. */
  void pump();

  /** Passes on what the worker has written; returns whether there was anything. */
  boolean drain(Receiver receiver);

  /** Says that the worker is dead: what it has recorded is there to be drained. */
  void ended();

  /**
   * Makes sure that the pool's own thread is woken by the worker's next bytes, or by space if
   * something is queued; returns true if there is something to do already.
   */
  boolean sleepUntilBell();

  /** Says that some thread looks at this worker by itself, so that it need not ring. */
  void lookingAgain();

  /** Tells whether looking can see what the worker writes. */
  boolean worthLooking();

  /** Returns how many items the worker has begun in its life. */
  long started();

  /** Asks the worker's JVM to end (SIGTERM). */
  void terminate();

  /** Ends the worker's JVM (SIGKILL) and everything it started. */
  void kill();

  /** Lets go of the socket and the mapping of a dead worker. */
  void close();
}
