package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * What a process does: runs its one target on the main thread. If the target throws, the owner gets
 * the throwable, standard error its stack trace, and the exit code is 1.
 *
 * <p>After that the JVM ends as any does: when the last thread that is no daemon has ended, or at
 * once by {@code System.exit}.
 */
final class TargetRunner {

  /** What interrupts call the target. */
  private static final long TARGET = 1;

  private final OwnerLink owner;
  private final Inbound in;
  private final ClassLoader loader;

  TargetRunner(OwnerLink owner, Inbound in, ClassLoader loader) {
    this.owner = owner;
    this.in = in;
    this.loader = loader;
  }

  /** Runs the target and returns when it does; what it throws is thrown. */
  void run() throws Throwable {
    byte type = in.next().getByte();
    while (type == RecordType.SHAPE) {
      in.defineShape();
      type = in.next().getByte();
    }
    if (type != RecordType.TARGET) {
      throw new ProtocolException("type=" + type + " of a record, expected a target");
    }
    var _ = owner.interruptGate().open(TARGET);
    try {
      ((Callable<?>) Objects.requireNonNull(in.value())).call();
    } catch (Throwable t) {
      owner.interruptGate().close();
      new Outbound(owner, loader).failure(t);
      owner.flush();
      owner.awaitSent();
      Thread.currentThread().setUncaughtExceptionHandler(new Report());
      throw t;
    }
    owner.interruptGate().close();
  }

  /** Heads the stack trace with the name of the process. */
  private static final class Report implements Thread.UncaughtExceptionHandler {
    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
      StringBuilder head = new StringBuilder("Process ");
      var welcome = Welcome.ofThisJvm();
      head.append(welcome == null ? "" : welcome.name()).append(':');
      synchronized (System.err) {
        System.err.println(head);
        failure.printStackTrace();
      }
    }
  }
}
