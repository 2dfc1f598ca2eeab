package dev.brood.benchmarks.limit;

import java.io.IOException;

/** The least that a JVM can run: nothing, or, with an argument, nothing until its input ends. */
public final class BareMain {

  private BareMain() {}

  /** Returns at once, or at the end of the input if there is an argument. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      while (System.in.read() >= 0) {
        // Whatever is written is not for this program.
      }
    }
  }
}
