package dev.brood.internal.supervise;

/** The pool that workers work for, as those see it who look after the workers. */
interface Employer {

  /** Has a command run by the holder of the turn; any thread. */
  void enqueue(Runnable command);

  /** Wakes the pool's own thread; any thread. */
  void wakeup();

  /** Tells whether the pool takes no more work. */
  boolean isShutdown();

  /** A worker has done what it owed, and has nothing to do. */
  void cameToRest(Worker worker);

  /** Ends the pool: it cannot go on. */
  void breakDown(String reason, Throwable cause);
}
