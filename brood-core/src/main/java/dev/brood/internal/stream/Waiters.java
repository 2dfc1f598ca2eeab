package dev.brood.internal.stream;

import java.util.concurrent.CopyOnWriteArrayList;

/** Who is to be woken when something may have changed. Safe for any thread. */
public final class Waiters {

  private final CopyOnWriteArrayList<Runnable> wakes = new CopyOnWriteArrayList<>();

  /** Has {@code wake} run at each signal from now on; it must not block. */
  public void add(Runnable wake) {
    wakes.add(wake);
  }

  /** Takes back what was added. */
  public void remove(Runnable wake) {
    wakes.remove(wake);
  }

  /** Wakes all; whoever is woken looks again for itself. */
  public void signal() {
    for (Runnable each : wakes) {
      each.run();
    }
  }
}
