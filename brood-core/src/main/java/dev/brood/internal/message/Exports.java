package dev.brood.internal.message;

import dev.brood.internal.stream.Waiters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends that were put into something that is on its way to another process. Each of them is taken
 * over there, or it is lost when the process that would have done so is gone; only whoever sends
 * the thing can know that. Safe for any thread.
 */
public final class Exports {

  private static final ThreadLocal<@Nullable Exports> COLLECTING = new ThreadLocal<>();

  private final List<Held> ends = new ArrayList<>();
  private final Waiters settled = new Waiters();

  /** Runs code that encodes something, and returns the ends that were in it. */
  public static Exports during(Runnable encode) {
    Exports before = COLLECTING.get();
    Exports exports = new Exports();
    COLLECTING.set(exports);
    try {
      encode.run();
      return exports;
    } catch (RuntimeException | Error failure) {
      exports.cancel();
      throw failure;
    } finally {
      COLLECTING.set(before);
    }
  }

  /** Says that an end was put into what the calling thread encodes. */
  public static void collect(Held end) {
    Exports current = COLLECTING.get();
    end.exported(current);
    if (current != null) {
      synchronized (current.ends) {
        current.ends.add(end);
      }
    }
  }

  void add(Exports others) {
    List<Held> added;
    synchronized (others.ends) {
      added = List.copyOf(others.ends);
      others.ends.clear();
    }
    synchronized (ends) {
      ends.addAll(added);
    }
    added.forEach(end -> end.carriedBy(others, this));
  }

  /** Tells whether each of the ends has been taken over or is gone. */
  public boolean isSettled() {
    synchronized (ends) {
      return ends.isEmpty();
    }
  }

  void onSettled(Runnable wake) {
    settled.add(wake);
  }

  void offSettled(Runnable wake) {
    settled.remove(wake);
  }

  /** An end was taken over or is gone. */
  void settled(Held end) {
    synchronized (ends) {
      ends.removeIf(each -> each.equals(end));
    }
    settled.signal();
  }

  /** Says that nobody will take over what has not been taken over: those ends are closed. */
  public void lose() {
    takeAll().forEach(end -> end.lost(this));
  }

  /** Says that the ends were not sent after all. */
  public void cancel() {
    takeAll().forEach(end -> end.notSent(this));
  }

  private List<Held> takeAll() {
    synchronized (ends) {
      List<Held> all = List.copyOf(ends);
      ends.clear();
      return all;
    }
  }
}
