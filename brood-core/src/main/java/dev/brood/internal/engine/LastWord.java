package dev.brood.internal.engine;

import dev.brood.internal.folder.ShutdownSequence;
import dev.brood.internal.folder.ShutdownSequence.Stage;
import dev.brood.internal.os.Terminal;
import dev.brood.internal.supervise.PoolState;
import dev.brood.internal.wire.Welcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line on standard error, when the user's own JVM ends, at Ctrl-C or by {@code
 * System.exit}, that tasks of its pools are unfinished. Says nothing if there are none, and nothing
 * in children.
 */
final class LastWord implements AutoCloseable {

  /** A pool that does not answer by then is not waited for: a program that is to end shall end. */
  private static final long PATIENCE_MILLIS = 250;

  private static final LastWord OF_THIS_JVM = new LastWord();

  private final Set<SupervisedEngine> open = ConcurrentHashMap.newKeySet();
  private boolean registered;

  private LastWord() {}

  /** Takes note of an engine. */
  static void opened(SupervisedEngine engine) {
    if (Welcome.ofThisJvm() == null) {
      OF_THIS_JVM.add(engine);
    }
  }

  private void add(SupervisedEngine engine) {
    open.add(engine);
    synchronized (this) {
      if (!registered) {
        registered = true;
        var _ = ShutdownSequence.register(Stage.CHILDREN, this);
      }
    }
  }

  /** An engine has ended. */
  static void closed(SupervisedEngine engine) {
    OF_THIS_JVM.open.remove(engine);
  }

  /** Says it. */
  @Override
  public void close() {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    long tasks = 0;
    int workers = 0;
    for (SupervisedEngine engine : open) {
      @Nullable PoolState state = engine.stateWithin(end - System.nanoTime());
      if (state != null && state.unfinished() > 0) {
        tasks += state.unfinished();
        workers += state.workers().size();
      }
    }
    if (tasks > 0) {
      Terminal.standardError()
          .print(
              "brood: the program ends with "
                  + count(tasks, "task")
                  + " unfinished and "
                  + count(workers, "worker"));
    }
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
