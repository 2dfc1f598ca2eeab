package dev.brood.internal.remote;

import org.jspecify.annotations.Nullable;

/**
 * What this process owes a manager for one target: how often it was told of the object over the
 * present connection. Over a new connection it begins anew. Safe for any thread.
 */
final class Lease {

  private final long object;
  private @Nullable CallConnection connection;
  private long told;

  /**
   * Makes a lease.
   *
   * @param over the connection over which the object came with a lease, or null
   */
  Lease(long object, @Nullable CallConnection over) {
    this.object = object;
    this.connection = over;
    this.told = over == null ? 0 : 1;
  }

  long object() {
    return object;
  }

  /** Tells whether a call must ask for the lease, since this connection has none. */
  synchronized boolean attach(CallConnection over) {
    if (over.equals(connection) || object == CallFormat.ROOT) {
      return false;
    }
    connection = over;
    told = 1;
    return true;
  }

  synchronized @Nullable CallConnection connection() {
    return connection;
  }

  /** Gives the lease back. */
  void release() {
    CallConnection over;
    long count;
    synchronized (this) {
      over = connection;
      count = told;
      connection = null;
      told = 0;
    }
    if (over != null && over.isOpen()) {
      over.tell(Notes.release(object, count));
    }
  }
}
