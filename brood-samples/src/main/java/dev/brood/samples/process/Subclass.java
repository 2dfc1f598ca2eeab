package dev.brood.samples.process;

import dev.brood.process.JvmProcess;

/** The work of a child is a target, or the {@code run} method of a subclass. Both ways work. */
public final class Subclass {
  static void main() throws InterruptedException {
    var target = JvmProcess.start(() -> IO.println("hello from a target"));
    target.join();

    var subclass = new Greeter("bob");
    subclass.start();
    subclass.join();
    IO.println("the subclass was called " + subclass.name());
  }

  static final class Greeter extends JvmProcess {
    private static final long serialVersionUID = 1L;

    private final String whom;

    Greeter(String whom) {
      this.whom = whom;
    }

    @Override
    public void run() {
      IO.println("hello, " + whom + ", from a subclass");
    }
  }
}
