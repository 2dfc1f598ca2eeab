package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.folder.FolderSweep;
import dev.brood.internal.launch.DeathReport.Request;
import dev.brood.internal.launch.StdioSpec.StreamKind;
import dev.brood.internal.os.Signals;
import dev.brood.internal.util.Log;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child JVM as an operating-system process: started, watched, and ended by force if need be.
 *
 * <p>Each child has a thread here that waits for its end, and one for each stream that is
 * forwarded. They are threads of their own and not tasks of a common pool: the news that a child
 * died must come through when all else in this JVM is busy or stuck. The end is reported once all
 * that the child wrote has been passed on.
 *
 * <p>Any thread may call any method. No method waits, but for those that say so.
 */
public final class ChildJvm {
  /** How long the taker of a dead child's last lines may be stuck before the end is reported. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** File systems count time in steps of up to this. */
  private static final long CLOCK_MILLIS = 2_000;

  private final LaunchSpec spec;
  private final long started = System.currentTimeMillis();
  private final Process process;
  private final List<OutputPump> pumps;
  private final CompletableFuture<DeathReport> death = new CompletableFuture<>();

  /** Written by whoever asks; only the strongest request is kept. */
  private volatile Request request = Request.NONE;

  private ChildJvm(LaunchSpec spec, Process process, List<OutputPump> pumps) {
    this.spec = spec;
    this.process = process;
    this.pumps = pumps;
  }

  /**
   * Starts a child.
   *
   * @throws ProcessStartException if the operating system or the spec does not allow it
   */
  public static ChildJvm start(LaunchSpec spec) {
    return start(spec, false);
  }

  /** Starts a child; {@code keepsOwnerAlive} says whether this JVM outlives it. */
  public static ChildJvm start(LaunchSpec spec, boolean keepsOwnerAlive) {
    ProcessBuilder builder = new ProcessBuilder(CommandLine.ofThisJvm().of(spec));
    if (spec.workingDirectory().isPresent()) {
      builder.directory(spec.workingDirectory().get().toFile());
    }
    setEnvironment(builder.environment(), spec.environment());
    spec.stdio().applyTo(builder);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ProcessStartException(whyNotStarted(spec, builder), e);
    }
    ChildJvm child = new ChildJvm(spec, process, pumpsOf(spec, process));
    try {
      new Watch(child, !keepsOwnerAlive).start();
    } catch (OutOfMemoryError noThread) {
      process.toHandle().destroyForcibly();
      throw new ProcessStartException(
          "cannot watch " + spec.name() + ": no more threads", noThread);
    }
    return child;
  }

  /**
   * The options in these variables are on the command line already, those that a child may have.
   */
  private static void setEnvironment(
      Map<String, String> environment, Map<String, Optional<String>> wanted) {
    for (String variable : InheritedOptions.VARIABLES) {
      environment.remove(variable);
    }
    for (Map.Entry<String, Optional<String>> each : wanted.entrySet()) {
      if (each.getValue().isPresent()) {
        environment.put(each.getKey(), each.getValue().get());
      } else {
        environment.remove(each.getKey());
      }
    }
  }

  private static String whyNotStarted(LaunchSpec spec, ProcessBuilder builder) {
    File directory = builder.directory();
    if (directory != null && !directory.isDirectory()) {
      return "cannot start " + spec.name() + ": workingDirectory=" + directory + " does not exist";
    }
    return "cannot start " + spec.name() + " with " + builder.command().getFirst();
  }

  private static List<OutputPump> pumpsOf(LaunchSpec spec, Process process) {
    if (!spec.stdio().isPiped()) {
      return List.of();
    }
    return List.of(
        pumpOf(spec, StreamKind.OUTPUT, process.getInputStream()),
        pumpOf(spec, StreamKind.ERROR, process.getErrorStream()));
  }

  private static OutputPump pumpOf(LaunchSpec spec, StreamKind kind, InputStream in) {
    String stream = kind == StreamKind.OUTPUT ? "stdout" : "stderr";
    Charset charset = charsetOf(stream);
    LineBuffer.Sink sink =
        spec.stdio().listener().isPresent()
            ? new LineDelivery(spec.stdio().listener().get(), kind, spec.name(), charset)
            : new OutputForwarder(kind, spec.stdio().tag(), charset);
    LastLines last = new LastLines(spec.stdio().lastLines(), charset);
    return new OutputPump(stream, spec.name(), in, sink, last);
  }

  /** The child was told to write in the encoding of this JVM's stream. */
  private static Charset charsetOf(String stream) {
    String name = System.getProperty(stream + ".encoding", "");
    return !name.isEmpty() && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /** Returns the name from the spec. */
  public String name() {
    return spec.name();
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether the process runs. It may be over before {@link #onExit} says so. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Returns what becomes complete, never exceptionally, when the child is dead and its output
   * passed on. What depends on it runs in the child's watching thread and must not block.
   */
  public CompletableFuture<DeathReport> onExit() {
    return death.copy();
  }

  /**
   * Asks the child to end: {@code SIGTERM}, at which a JVM runs its shutdown hooks. Does nothing if
   * it is dead.
   */
  public void terminate() {
    if (request == Request.NONE) {
      request = Request.TERMINATE;
    }
    // Not Process.destroy: that also closes the streams, with what is still in them.
    process.toHandle().destroy();
  }

  /** Ends the child at once: {@code SIGKILL}. Does nothing if it is dead. */
  public void kill() {
    request = Request.KILL;
    process.toHandle().destroyForcibly();
  }

  /**
   * Ends the child and all processes below it at once, also those that are no JVMs. What a child's
   * process starts in the very moment of its death may escape.
   */
  public void killTree() {
    request = Request.KILL;
    ProcessTree.kill(process.toHandle());
  }

  /**
   * Waits until all that the dead child wrote has been passed on.
   *
   * @return false if that took longer than {@code most}
   * @throws InterruptedException if the caller is interrupted
   */
  public boolean awaitDrained(Duration most) throws InterruptedException {
    for (OutputPump pump : pumps) {
      if (!pump.awaitDrained(most.toNanos())) {
        return false;
      }
    }
    return true;
  }

  private void watch() {
    // What follows could be done before start() returns, but there it would delay the next start.
    startPumps();
    OutOfMemoryKills kills = OutOfMemoryKills.ofThisJvm();
    int raw = waitFor();
    for (OutputPump pump : pumps) {
      drain(pump);
    }
    death.complete(report(ExitCode.of(raw), kills));
  }

  private void startPumps() {
    try {
      for (OutputPump pump : pumps) {
        pump.start();
      }
    } catch (OutOfMemoryError noThread) {
      // With nobody to take its output the child would hang at some time.
      Log.warning("cannot take the output of " + name() + ", so it is killed", noThread);
      process.toHandle().destroyForcibly();
    }
  }

  private int waitFor() {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException strayed) {
        // Nobody has a reason to interrupt this thread, and the child still runs.
        Log.debug("interrupted while " + name() + " runs", strayed);
      }
    }
  }

  private void drain(OutputPump pump) {
    try {
      if (!pump.awaitDrained(STUCK_NANOS)) {
        Log.warning(
            "the end of " + name() + " is reported before its output, which nobody takes", null);
      }
    } catch (InterruptedException strayed) {
      Log.debug("interrupted while the output of " + name() + " drained", strayed);
    }
  }

  private DeathReport report(ExitCode exit, OutOfMemoryKills kills) {
    List<String> output = pumps.isEmpty() ? List.of() : pumps.getFirst().last().lines();
    List<String> error = pumps.isEmpty() ? List.of() : pumps.getLast().last().lines();
    CrashLog crashLog = takeCrashLog();
    boolean killed = exit.signal() == Signals.KILL;
    long memoryKills = killed ? kills.takeNew() : 0;
    List<String> lines = error.isEmpty() ? output : error;
    String cause = DeathReport.guess(exit, request, lines, crashLog, memoryKills);
    return new DeathReport(name(), pid(), exit, cause, error, output, crashLog);
  }

  private CrashLog takeCrashLog() {
    Path file = CommandLine.crashLogOf(spec, pid());
    // A file in a place of the user's choice may be of an earlier crash.
    if (file.toFile().lastModified() < started - CLOCK_MILLIS) {
      return CrashLog.NONE;
    }
    CrashLog crashLog = CrashLog.read(file);
    if (crashLog.exists() && file.startsWith(spec.folder())) {
      FolderSweep.deleteTree(file);
    }
    return crashLog;
  }

  /** Waits for the end of one child. */
  private static final class Watch extends Thread {
    private final ChildJvm child;

    Watch(ChildJvm child, boolean daemon) {
      super("brood-watch-" + child.name());
      this.child = child;
      setDaemon(daemon);
    }

    @Override
    public void run() {
      child.watch();
    }
  }
}
