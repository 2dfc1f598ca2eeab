package dev.brood.system.program;

import dev.brood.process.Spares;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;

/** Keeps spares and waits to be killed. */
public final class SpareOwner {
  private SpareOwner() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println(Spares.prepare(Delays.PATIENT) ? "ready" : "no spares");
    Waits.untilInterrupted();
  }
}
