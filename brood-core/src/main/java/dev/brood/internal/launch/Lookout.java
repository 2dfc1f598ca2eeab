package dev.brood.internal.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks, each millisecond, at what children have written that can work but have not joined yet, so
 * that nobody need wait for their joining. There is one thread for all of them, as long as there
 * are any.
 */
final class Lookout {

  private static final long PAUSE_NANOS = 1_000_000;

  private static final Lookout OF_THIS_JVM = new Lookout();

  private final List<LinkedChild> children = new ArrayList<>();
  private boolean looking;

  private Lookout() {}

  /** Returns the one of this JVM. */
  static Lookout ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** Looks at a child from now on, until it says that this is not needed any more. */
  synchronized void watch(LinkedChild child) {
    children.add(child);
    if (looking) {
      return;
    }
    try {
      Thread.ofPlatform().daemon().name("brood-lookout").start(this::lookAtAll);
      looking = true;
    } catch (OutOfMemoryError noThread) {
      // It joins by itself, only later.
      forget(child);
    }
  }

  private void lookAtAll() {
    List<LinkedChild> all = snapshot();
    while (!all.isEmpty()) {
      for (LinkedChild each : all) {
        if (!each.look()) {
          forget(each);
        }
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
      all = snapshot();
    }
  }

  /** Returns the children to look at; if there are none, the thread ends. */
  private synchronized List<LinkedChild> snapshot() {
    looking = !children.isEmpty();
    return List.copyOf(children);
  }

  private synchronized void forget(LinkedChild child) {
    children.remove(child);
  }
}
