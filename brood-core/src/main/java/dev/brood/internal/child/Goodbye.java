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

  @Override
  public void run() {
    owner.sayGoodbye();
    System.out.flush();
    System.err.flush();
  }
}
