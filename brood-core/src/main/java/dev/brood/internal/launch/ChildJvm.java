package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.command.CommandLine;
import dev.brood.internal.command.InheritedOptions;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.CrashLog;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.death.DeathReport.Request;
import dev.brood.internal.death.ExitCode;
import dev.brood.internal.death.OutOfMemoryKills;
import dev.brood.internal.folder.FolderSweep;
import dev.brood.internal.os.ProcessMark;
import dev.brood.internal.os.ProcessState;
import dev.brood.internal.os.Signals;
import dev.brood.internal.streams.ChildStreams;
import dev.brood.internal.util.Log;
import dev.brood.jvm.JvmOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
  private final ChildStreams streams;
  private final CompletableFuture<DeathReport> death = new CompletableFuture<>();

  /** Written by whoever asks; only the strongest request is kept. */
  private volatile Request request = Request.NONE;

  /** Complete when those who wait for this child's end have been told of it. */
  private volatile CompletableFuture<?> told = CompletableFuture.completedFuture(null);

  /** Of the spec, until a spare is given work. */
  private volatile String name;

  private ChildJvm(LaunchSpec spec, Process process, ChildStreams streams) {
    this.spec = spec;
    this.name = spec.name();
    this.process = process;
    this.streams = streams;
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
    if (spec.jvm().workingDirectory().isPresent()) {
      builder.directory(spec.jvm().workingDirectory().get().toFile());
    }
    setEnvironment(builder.environment(), spec.jvm());
    builder.environment().put(ProcessMark.VARIABLE, mark(spec));
    Redirections.set(builder, spec.stdio());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ProcessStartException(whyNotStarted(spec, builder), e);
    }
    ChildJvm child =
        new ChildJvm(spec, process, ChildStreams.of(process, spec.stdio(), spec.name()));
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
  private static void setEnvironment(Map<String, String> environment, JvmOptions wanted) {
    for (String variable : InheritedOptions.VARIABLES) {
      environment.remove(variable);
    }
    for (String variable : wanted.removedVariables()) {
      environment.remove(variable);
    }
    environment.putAll(wanted.environment());
  }

  /** Tells this child apart from all others, of other owners and of earlier ones too. */
  private static String mark(LaunchSpec spec) {
    return spec.folder().getFileName() + "/" + spec.childId();
  }

  private static String whyNotStarted(LaunchSpec spec, ProcessBuilder builder) {
    File directory = builder.directory();
    if (directory != null && !directory.isDirectory()) {
      return "cannot start " + spec.name() + ": workingDirectory=" + directory + " does not exist";
    }
    return "cannot start " + spec.name() + " with " + builder.command().getFirst();
  }

  /** Returns the name of the child. */
  public String name() {
    return name;
  }

  /** Gives another name to a child that is given work, and its output to whom that wants. */
  void handTo(LaunchSpec work, boolean keepsOwnerAlive) {
    String other = work.name();
    name = other;
    streams.handTo(work.stdio(), other);
    if (keepsOwnerAlive) {
      // The thread that watches it is a daemon, and cannot change that while it runs.
      Thread.ofPlatform().daemon(false).name("brood-keep-" + other).start(this::awaitTold);
    }
  }

  /** Has a child that keeps this JVM alive do so until {@code all} is complete too. */
  void keepUntil(CompletableFuture<?> all) {
    told = all;
  }

  private void awaitTold() {
    death.join();
    told.join();
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether the process runs. It may be over before {@link #onExit} says so. */
  public boolean isAlive() {
    // In this order: its number may be that of another process only when Process knows of its end.
    return !ProcessState.hasEnded(pid()) && process.isAlive();
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

  /** Ends it as {@link #killTree} does, unless something has come to pass in time. */
  void killTreeUnless(CompletableFuture<?> event, long seconds) {
    var _ =
        event
            .copy()
            .orTimeout(seconds, TimeUnit.SECONDS)
            .whenComplete((what, late) -> {
              if (late instanceof TimeoutException) {
                killTree();
              }
            });
  }

  /**
   * Ends what a dead child has started and that is still there, at once: it has another parent by
   * now. Reads the environment of all processes of this user, which takes milliseconds.
   */
  void killLeftBehind() {
    ProcessMark.killAll(mark(spec));
  }

  /**
   * Waits until all that the dead child wrote has been passed on.
   *
   * @return false if that took longer than {@code most}
   * @throws InterruptedException if the caller is interrupted
   */
  public boolean awaitDrained(Duration most) throws InterruptedException {
    return streams.awaitDrained(most.toNanos());
  }

  private void watch() {
    // What follows could be done before start() returns, but there it would delay the next start.
    startPumps();
    OutOfMemoryKills kills = OutOfMemoryKills.ofThisJvm();
    int raw = waitFor();
    streams.drain(name, STUCK_NANOS);
    death.complete(report(ExitCode.of(raw), kills));
  }

  private void startPumps() {
    try {
      streams.start();
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

  private DeathReport report(ExitCode exit, OutOfMemoryKills kills) {
    boolean killed = exit.signal() == Signals.KILL;
    long memoryKills = killed ? kills.takeNew() : 0;
    return DeathReport.of(
        name(),
        pid(),
        exit,
        request,
        memoryKills,
        streams.lastError(),
        streams.lastOutput(),
        takeCrashLog());
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
      if (!isDaemon()) {
        child.awaitTold();
      }
    }
  }
}
