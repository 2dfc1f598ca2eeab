package dev.brood.internal.budget;

import dev.brood.internal.os.MachineMemory;
import dev.brood.internal.wire.Ration;
import dev.brood.internal.wire.Welcome;

/**
 * What the children of a JVM may use together.
 *
 * @param memory bytes; negative if the system does not say
 * @param usualHeap what a JVM takes here for its heap at most unless it is told, in bytes
 * @param processors at least 1
 */
public record Means(long memory, long usualHeap, int processors) {

  /** Where a JVM stops to take a quarter, and takes half. */
  private static final long SMALL_MACHINE = 256L << 20;

  /** Beyond this a JVM would need wider references, which it does not choose by itself. */
  private static final long MOST_USUAL = 31L << 30;

  /**
   * Returns what is left for the children of a JVM that nobody gave a ration.
   *
   * @param machine what the machine or the control group has, in bytes; negative if unknown
   * @param ownHeap how large the heap of the JVM itself may get
   */
  public static Means of(long machine, long ownHeap, int processors) {
    if (machine < 0) {
      return new Means(-1, 0, processors);
    }
    // In a container a heap of three quarters is common, also of a program that only hands out.
    long left = machine - Math.min(ownHeap, machine / 2);
    return new Means(left, usualHeap(machine), processors);
  }

  /** The defaults of HotSpot: MaxRAMPercentage and, on small machines, MinRAMPercentage. */
  private static long usualHeap(long machine) {
    return machine < SMALL_MACHINE ? machine / 2 : Math.min(machine / 4, MOST_USUAL);
  }

  static Means ofThisJvm() {
    Runtime jvm = Runtime.getRuntime();
    Means all = of(MachineMemory.total(), jvm.maxMemory(), jvm.availableProcessors());
    Welcome self = Welcome.ofThisJvm();
    return self == null ? all : all.within(self.ration());
  }

  /** Returns what a child may give on that has a ration. Its own heap is not part of that. */
  Means within(Ration ration) {
    return new Means(
        ration.memory() > 0 && memory >= 0 ? ration.memory() : memory,
        usualHeap,
        ration.processors() > 0 ? Math.min(ration.processors(), processors) : processors);
  }
}
