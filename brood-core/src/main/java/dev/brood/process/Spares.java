package dev.brood.process;

import dev.brood.internal.child.ChildIdentity;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.spare.SpareKeeper;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.time.Duration;

/**
 * The spare JVMs of the start method {@link StartMethod#FORKSERVER}. They are kept without being
 * asked for: started after the first child of their kind, replaced when they are taken, ended a
 * minute after the last one was taken, or with this JVM. These methods are for programs that know
 * better. For any thread.
 *
 * @since 0.1
 */
public final class Spares {

  private Spares() {}

  /**
   * Starts spares for processes and pools with {@linkplain JvmOptions#defaults default options},
   * and of the other kinds that were used lately, and waits until as many of each as are ever kept
   * are ready.
   *
   * @param timeout how long to wait at most
   * @return false when the time ran out, or spares do not start
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static boolean prepare(Duration timeout) throws InterruptedException {
    ChildIdentity.mayStartChildren();
    LaunchSpec spec =
        LaunchSpec.of("spare", JvmOptions.defaults(), Stdio.forward(), StartMethod.FORKSERVER);
    return SpareKeeper.ofThisJvm()
        .prepare(spec, ChildIdentity.invitation(false, true), true, timeout);
  }

  /** Ends the spares that nobody has taken. Later starts have new ones started. */
  public static void release() {
    SpareKeeper.ofThisJvm().clear();
  }
}
