package dev.brood.internal.death;

import dev.brood.internal.os.Cgroup;

/** Watches how many processes the kernel has killed for want of memory. */
public final class OutOfMemoryKills {
  private static final OutOfMemoryKills OF_THIS_JVM = new OutOfMemoryKills();

  private final Cgroup cgroup = Cgroup.current();

  /** Guarded by this; what was counted when somebody last asked. */
  private long counted = cgroup.outOfMemoryKills();

  private OutOfMemoryKills() {}

  public static OutOfMemoryKills ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** Returns how many there were since the last call, or since the first child was started. */
  public synchronized long takeNew() {
    long now = cgroup.outOfMemoryKills();
    long fresh = Math.max(0, now - counted);
    counted = now;
    return fresh;
  }
}
