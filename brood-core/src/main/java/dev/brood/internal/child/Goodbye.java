package dev.brood.internal.child;

/**
 * Shutdown hook that tells the owner that this child ends by itself, so that an exit code of 137 is
 * not taken for a SIGKILL, and pushes out what was printed.
 */
final class Goodbye extends Thread {

  private final OwnerLink owner;

  Goodbye(OwnerLink owner) {
    super(null, null, "brood-goodbye", 0, false);
    this.owner = owner;
  }

  /**
   * Says it now if the main thread, which calls this when it has nothing more to do, is the last
   * one that keeps this JVM alive. To start a thread for it takes a millisecond.
   *
   * @return whether this JVM ends when the main thread does
   */
  boolean sayIfLast() {
    if (!isLast(Thread.currentThread())) {
      return false;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException ending) {
      // By somebody's System.exit, and this hook runs already.
      return true;
    }
    say(true);
    return true;
  }

  private static boolean isLast(Thread main) {
    Thread[] all = new Thread[Thread.activeCount() + 8];
    int count = Thread.enumerate(all);
    for (int i = 0; i < count; i++) {
      if (!all[i].isDaemon() && !all[i].equals(main)) {
        return false;
      }
    }
    return count < all.length;
  }

  @Override
  public void run() {
    // Whoever ends this JVM may have chosen any code, also when its work is done.
    say(false);
  }

  private void say(boolean withSuccess) {
    owner.sayGoodbye(withSuccess);
    System.out.flush();
    System.err.flush();
  }
}
