package dev.brood.internal.registry;

import dev.brood.exception.ObjectReleasedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One client of a manager, from its first call to its end: the leases that keep objects alive for
 * it, and what it holds of them. Safe for any thread.
 */
public final class Session {

  /** How often the client was told of an object, less how often it has let go. */
  private static final class Lease {
    final SharedObject object;
    long count;
    boolean exported;

    Lease(SharedObject object) {
      this.object = object;
    }
  }

  private final ObjectTable table;
  private final String client;
  private final Map<Long, Lease> leases = new HashMap<>();
  private final Map<Long, SessionBound.View> views = new HashMap<>();
  private volatile boolean ended;

  Session(ObjectTable table, String client) {
    this.table = table;
    this.client = client;
  }

  /** Returns who it is, for people. */
  public String client() {
    return client;
  }

  public ObjectTable table() {
    return table;
  }

  /**
   * Returns an object of any client.
   *
   * @throws ObjectReleasedException if there is none of this id any more
   */
  public SharedObject find(long id) {
    synchronized (this) {
      Lease lease = leases.get(id);
      if (lease != null) {
        return lease.object;
      }
    }
    return table.find(id);
  }

  /** Returns what this session may call of an object. */
  public Object serviceOf(SharedObject object) {
    if (!(object.referent() instanceof SessionBound bound)) {
      return object.referent();
    }
    SessionBound.View view;
    synchronized (this) {
      view = views.computeIfAbsent(object.id(), id -> bound.forSession(this));
    }
    if (ended) {
      view.end();
    }
    return view;
  }

  /** Keeps an object alive until the client has let go of it as often. */
  public synchronized void lease(SharedObject object) {
    if (!ended) {
      leases.computeIfAbsent(object.id(), id -> new Lease(object)).count++;
    }
  }

  /** Keeps an object alive for a client that has come back; without effect if it is gone. */
  public void leaseAgain(long id) {
    SharedObject object = table.get(id);
    if (object != null) {
      lease(object);
    }
  }

  /** The client has sent a handle of an object to somebody else. */
  public synchronized void exported(long id) {
    Lease lease = leases.get(id);
    if (lease != null) {
      lease.exported = true;
    }
  }

  /** The client lets go of an object, of which it was told so often. */
  public void release(long id, long count) {
    Lease gone = null;
    SessionBound.View view = null;
    synchronized (this) {
      Lease lease = leases.get(id);
      if (lease != null) {
        lease.count -= count;
        if (lease.count <= 0) {
          leases.remove(id);
          view = views.remove(id);
          gone = lease;
        }
      }
    }
    if (view != null) {
      view.end();
    }
    if (gone != null && gone.exported) {
      table.linger(gone.object);
    }
  }

  /** Tells whether the client is gone. */
  public boolean hasEnded() {
    return ended;
  }

  /** Returns how many objects the client uses. */
  public synchronized int leaseCount() {
    return leases.size();
  }

  /**
   * Ends: what the client held is free, what it used may go. Again: does nothing.
   *
   * @param mayReturn whether it may be there still, and come back to what it used
   */
  public void end(boolean mayReturn) {
    List<SessionBound.View> held;
    List<Lease> last;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      held = new ArrayList<>(views.values());
      last = new ArrayList<>(leases.values());
      leases.clear();
      views.clear();
    }
    held.forEach(SessionBound.View::end);
    for (Lease each : last) {
      if (each.exported || mayReturn) {
        table.linger(each.object);
      }
    }
  }

  @Override
  public String toString() {
    return client;
  }
}
