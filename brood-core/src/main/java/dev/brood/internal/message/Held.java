package dev.brood.internal.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An end that this process holds and that others may take over from it, by its id. It is held as
 * long as its user has it open, and beyond that as long as a copy of it is on its way.
 */
public final class Held {

  private final String id;
  private final Endpoint endpoint;
  private final List<@Nullable Exports> carriers = new ArrayList<>();
  private final Consumer<Held> dropped;
  private boolean userClosed;
  private boolean gone;

  /**
   * Makes the entry of an end.
   *
   * @param dropped runs once the end is held no more
   */
  public Held(String id, Endpoint endpoint, Consumer<Held> dropped) {
    this.dropped = dropped;
    this.id = id;
    this.endpoint = endpoint;
  }

  public String id() {
    return id;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  synchronized void exported(@Nullable Exports carrier) {
    carriers.add(carrier);
  }

  synchronized void carriedBy(Exports before, Exports now) {
    for (int i = 0; i < carriers.size(); i++) {
      if (before.equals(carriers.get(i))) {
        carriers.set(i, now);
      }
    }
    if (gone) {
      now.settled(this);
    }
  }

  /** What carried a copy is gone. */
  void lost(Exports carrier) {
    boolean close;
    synchronized (this) {
      carriers.remove(carrier);
      close = carriers.isEmpty() && !gone;
      gone |= close;
    }
    if (close) {
      dropped.accept(this);
      endpoint.abandon("was lost on its way to a process that has ended");
    }
  }

  /** A copy was not sent. */
  void notSent(Exports carrier) {
    boolean close;
    synchronized (this) {
      carriers.remove(carrier);
      close = carriers.isEmpty() && userClosed && !gone;
      gone |= close;
    }
    if (close) {
      dropped.accept(this);
      endpoint.abandon("was closed");
    }
  }

  /** The user closes the end; returns false if it is held on for a copy that is on its way. */
  synchronized boolean close() {
    userClosed = true;
    gone |= carriers.isEmpty();
    return gone;
  }

  /** The end is closed, so nobody can take it over any more. */
  void drop() {
    dropped.accept(this);
  }

  /** Says that the end was taken over, or is gone. */
  public void settle() {
    List<@Nullable Exports> told;
    synchronized (this) {
      gone = true;
      told = new ArrayList<>(carriers);
      carriers.clear();
    }
    for (Exports each : told) {
      if (each != null) {
        each.settled(this);
      }
    }
  }
}
