package dev.brood.internal.supervise;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.WorkerDeath;
import dev.brood.internal.wire.EventLoop;

/** Starts workers. Returns at once; what becomes of the worker is told to the listener. */
public interface WorkerStarter {

  /** Told, from any thread, what becomes of a worker: ready or not started, then dead. */
  interface Listener {

    /** The worker has joined and takes records. */
    void onReady(WorkerLink link);

    /** The worker has something to read, or has made space. */
    void onBell();

    /** The worker has given back items, counted from 1: they have not begun and will not. */
    void onGivenBack(long firstItem, long lastItem);

    /** The worker never came up; nothing follows. */
    void onStartFailed(ProcessStartException failure);

    /** Somebody else ended the worker by a signal before it came up; nothing follows. */
    void onStartKilled(ProcessStartException failure);

    /** The worker's process has ended, and this is what it looked like; nothing follows. */
    void onDeath(WorkerDeath death);
  }

  /** A worker that is starting, for any thread. Nothing here blocks. */
  interface Start {

    /** Returns the id of its process, or -1 if there is none yet, or none of its own. */
    long pid();

    /** Ends it at once; its listener hears that it never came up, or that it died. */
    void abandon();
  }

  /** Says which loop may read what workers send; before the first start. */
  void begin(EventLoop loop);

  /** Starts a worker; {@code number} counts from 1 over the pool's life. */
  Start start(int number, Listener listener);

  /** Says how many workers there are to be from now on; at first as many as the settings say. */
  default void resized(int workers) {}

  /** Lets go of what the starter keeps open; called when the last worker is dead. */
  void close();
}
