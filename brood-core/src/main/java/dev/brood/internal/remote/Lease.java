package dev.brood.internal.remote;

import dev.brood.internal.protocol.CallFormat;
import dev.brood.internal.protocol.Notes;
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
  boolean attach(CallConnection over) {
    if (object == CallFormat.ROOT) {
      return false;
    }
    CallConnection before;
    long count;
    synchronized (this) {
      if (over.equals(connection)) {
        return false;
      }
      before = connection;
      count = told;
      connection = over;
      told = 1;
    }
    giveBack(before, count);
    return true;
  }

  /** Asks over a new connection for what there was a lease of over the one before. */
  void renew(CallConnection over) {
    if (connection() != null && attach(over)) {
      over.tell(Notes.lease(object));
    }
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
    giveBack(over, count);
  }

  private void giveBack(@Nullable CallConnection over, long count) {
    if (over != null && over.isOpen()) {
      over.tell(Notes.release(object, count));
    }
  }
}
