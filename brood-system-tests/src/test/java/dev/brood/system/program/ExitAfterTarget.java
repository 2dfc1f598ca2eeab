package dev.brood.system.program;

/** Ends its JVM when the target has returned, which is over before the child has joined. */
public final class ExitAfterTarget extends Thread {
  private final Thread target;
  private final int code;

  private ExitAfterTarget(Thread target, int code) {
    this.target = target;
    this.code = code;
  }

  /** The target: leaves a thread behind. */
  public static void leaveBehind(int code) {
    new ExitAfterTarget(Thread.currentThread(), code).start();
  }

  @Override
  public void run() {
    try {
      target.join();
    } catch (InterruptedException e) {
      System.exit(1);
    }
    System.exit(code);
  }
}
