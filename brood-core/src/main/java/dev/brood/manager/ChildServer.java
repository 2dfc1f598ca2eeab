package dev.brood.manager;

import dev.brood.exception.ManagerDiedException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.protocol.MovingEnd;
import dev.brood.internal.protocol.ServerAddress;
import dev.brood.internal.remote.ServerLink;
import dev.brood.internal.station.Ends;
import dev.brood.internal.util.Deadline;
import dev.brood.process.JvmProcess;
import java.io.IOException;
import java.time.Duration;

/** A server in a child of this process. */
final class ChildServer {

  private static final Duration TO_LEARN_WHY = Duration.ofSeconds(2);

  private final JvmProcess process;
  private final ServerLink link;
  private final ServerAddress door;

  private ChildServer(JvmProcess process, ServerLink link, ServerAddress door) {
    this.door = door;
    this.process = process;
    this.link = link;
  }

  /**
   * Starts a server and waits until it serves.
   *
   * @throws dev.brood.exception.ProcessStartException if no JVM can be started
   * @throws ManagerDiedException if it ends before it serves; its cause says why
   */
  static ChildServer start(ServerSettings settings, JvmProcess.Builder options) {
    ServerAddress door = ServedHere.door(settings.id);
    Endpoint[] pipe = Ends.pipe(true);
    boolean started = false;
    JvmProcess process;
    try {
      process =
          options
              .daemon(true)
              .target(
                  new ServerProgram(
                      settings, door.path().toString(), door.key(), new MovingEnd(pipe[1])))
              .start();
      started = true;
    } finally {
      if (!started) {
        pipe[0].closeNow("no server was started");
        pipe[1].closeNow("no server was started");
      }
    }
    try {
      return new ChildServer(
          process, ServerLink.over(pipe[0], "the owner", door, () -> whyGone(process)), door);
    } catch (IOException notServing) {
      // It reports why before it ends.
      if (!awaitEnd(process, TO_LEARN_WHY)) {
        process.kill();
        boolean _ = awaitEnd(process, TO_LEARN_WHY);
      }
      door.deleteFile();
      throw new ManagerDiedException(
          whyGone(process) + " before it served", process.failure().orElse(notServing));
    }
  }

  private static String whyGone(JvmProcess process) {
    boolean _ = awaitEnd(process, TO_LEARN_WHY);
    String who = "manager " + process.name() + " (pid " + process.pid() + ")";
    return process
        .exitStatus()
        .map(status -> who + " has ended: " + status)
        .orElse(who + " does not answer");
  }

  private static boolean awaitEnd(JvmProcess process, Duration timeout) {
    boolean interrupted = Thread.interrupted();
    try {
      long deadline = Deadline.after(timeout);
      while (true) {
        try {
          return process.join(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  ServerLink link() {
    return link;
  }

  JvmProcess process() {
    return process;
  }

  /** Ends the server: politely, then with TERM, then with KILL. */
  void close(Duration shutdownTimeout) {
    // Its owner's connection is what it lives by.
    link.close();
    if (!awaitEnd(process, shutdownTimeout)) {
      process.terminate();
      if (!awaitEnd(process, shutdownTimeout)) {
        process.kill();
        boolean _ = awaitEnd(process, Duration.ofSeconds(30));
      }
    }
    door.deleteFile();
  }
}
