package dev.brood.internal.supervise;

/** What a thread waits for; quick and without side effects. */
public interface Awaited {

  /** Tells whether it is there. */
  boolean isHere();
}
