package dev.brood.process;

import dev.brood.channel.Waitable;
import dev.brood.function.SerializableBiConsumer;
import dev.brood.function.SerializableConsumer;
import dev.brood.internal.child.ChildIdentity;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.wire.Welcome;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of its own that runs one target: as easy to start as a thread, and free to crash, leak or
 * be killed without harm to this one.
 *
 * {@snippet class = "dev.brood.samples.process.HelloProcess" region = "hello"}
 *
 * <p>The target is a lambda or method reference, or the {@link #run()} method of a subclass. It is
 * copied to the child with all that it captures, which must be {@link Serializable}; what cannot be
 * sent fails in {@link #start()}, before anything is started, with the path of the field. The child
 * shares no variables with this JVM, and its {@code main} is never this program's.
 *
 * <p>Any thread may call any method, virtual threads too; waits park. What the starter did before
 * {@link #start()} is visible to the target in the copies that it gets; what the target did is over
 * when {@link #join()} returns.
 *
 * <p>A child ends within a second of this JVM, however this JVM ends. A child that is no daemon
 * keeps this JVM alive as a thread does: this JVM does not end by itself before the child has, but
 * {@code System.exit} ends both. A daemon ends with this JVM. Children may have children.
 *
 * <p>Lines that the child prints appear on this JVM's streams, whole and in order; see {@link
 * Stdio}.
 *
 * <p>{@link #close()} waits for the child. Nothing is leaked by a process that is never closed:
 * what it holds is let go when the child ends.
 */
public class JvmProcess implements AutoCloseable, Waitable, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

  /** Those that run, in the order of their starts. */
  private static final ConcurrentSkipListMap<Long, JvmProcess> ACTIVE =
      new ConcurrentSkipListMap<>();

  private static final AtomicLong LAST_START = new AtomicLong();

  private final @Nullable ProcessTarget target;
  private final String name;
  private final boolean daemon;

  // Null in the child's copy: it cannot be started there.
  private final transient @Nullable Start start;

  private transient volatile @Nullable RunningChild running;

  /** What only the JVM that created the object needs. */
  private record Start(int number, JvmOptions jvm, Stdio stdio, @Nullable StartMethod method) {}

  /** Creates a process for a subclass that overrides {@link #run()}. */
  protected JvmProcess() {
    this(builder());
  }

  /**
   * Creates a process with the options of a builder; a subclass that overrides {@link #run()} needs
   * no target.
   */
  protected JvmProcess(Builder options) {
    int number = LAST_NUMBER.incrementAndGet();
    this.target = options.target;
    this.name = options.name != null ? options.name : defaultName(number);
    this.daemon = options.daemon != null ? options.daemon : current().daemon();
    this.start = new Start(number, options.jvm, options.stdio, options.method);
  }

  private String defaultName(int number) {
    Welcome self = Welcome.ofThisJvm();
    String family = self == null || self.path().isEmpty() ? "" : self.path() + ":";
    String kind = getClass().getSimpleName();
    return (kind.isEmpty() ? "JvmProcess" : kind) + "-" + family + number;
  }

  /** Returns a process that is not started yet. */
  public static JvmProcess of(ProcessTarget target) {
    return builder().target(target).build();
  }

  /**
   * Starts a process.
   *
   * @throws dev.brood.exception.NotSendableException if the target cannot be sent
   * @throws dev.brood.exception.ProcessStartException if no JVM can be started
   */
  public static JvmProcess start(ProcessTarget target) {
    return of(target).start();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns who this JVM is. */
  public static ProcessInfo current() {
    Welcome self = Welcome.ofThisJvm();
    long pid = ProcessHandle.current().pid();
    return self == null
        ? new ProcessInfo(pid, ChildIdentity.ROOT, false)
        : new ProcessInfo(pid, self.name(), self.daemon());
  }

  /** Returns the JVM that started this one; empty in the JVM that the user started. */
  public static Optional<ParentProcess> parent() {
    Welcome self = Welcome.ofThisJvm();
    return self == null
        ? Optional.empty()
        : Optional.of(new ParentProcess(self.ownerPid(), self.ownerName()));
  }

  /** Returns the processes of this JVM that were started and have not ended, in that order. */
  public static List<JvmProcess> activeChildren() {
    return List.copyOf(ACTIVE.values());
  }

  /**
   * Starts the child and returns when its JVM has been started; it may still be coming up.
   *
   * @return this process
   * @throws IllegalStateException if it was started before, or this is the child's own copy, or a
   *     static initializer that runs while a child decodes its task calls this
   * @throws dev.brood.exception.NotSendableException if the target, or a field of a subclass,
   *     cannot be sent; nothing was started, and {@code start} may be called again
   * @throws dev.brood.exception.ProcessStartException if no JVM can be started
   */
  public final synchronized JvmProcess start() {
    Start options = start;
    if (options == null) {
      throw new IllegalStateException(
          "name=" + name + " was created by another process, only that one can start it");
    }
    if (running != null) {
      throw new IllegalStateException(
          "name=" + name + " was started before; a process can be started once");
    }
    ChildIdentity.mayStartChildren();
    StartMethod method = options.method == null ? StartMethod.ofThisJvm() : options.method;
    LaunchSpec spec = LaunchSpec.of(name, options.jvm, options.stdio, method);
    long turn = LAST_START.incrementAndGet();
    RunningChild child =
        RunningChild.start(this, spec, welcome(options.number), daemon, () -> ACTIVE.remove(turn));
    running = child;
    ACTIVE.put(turn, this);
    if (child.hasEnded()) {
      ACTIVE.remove(turn);
    }
    return this;
  }

  private Welcome welcome(int number) {
    return ChildIdentity.invitation(false, daemon).as(name, number);
  }

  @Nullable ProcessTarget target() {
    return target;
  }

  /**
   * Does the work: runs the target. The child calls it; called directly it runs in the calling
   * thread, as often as it is called. A subclass may override it.
   *
   * @throws Exception for whatever reason; see {@link #failure()}
   */
  public void run() throws Exception {
    if (target != null) {
      target.run();
    }
  }

  /**
   * Waits until the child has ended and all that it printed was passed on.
   *
   * @throws IllegalStateException if it was not started
   * @throws InterruptedException if the calling thread is interrupted
   */
  public final void join() throws InterruptedException {
    try {
      started("join").exit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for name=" + name, e);
    }
  }

  /**
   * Waits as {@link #join()} does, for some time.
   *
   * @param timeout how long at most; a negative one is as zero
   * @return false when the time ran out
   * @throws IllegalStateException if it was not started
   * @throws InterruptedException if the calling thread is interrupted
   */
  public final boolean join(Duration timeout) throws InterruptedException {
    try {
      started("join").exit().get(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for name=" + name, e);
    }
  }

  /** Tells whether the child was started and has not ended. */
  public final boolean isAlive() {
    RunningChild child = running;
    return child != null && !child.exit().isDone();
  }

  /**
   * Returns the process id of the child.
   *
   * @throws IllegalStateException if it was not started
   */
  public final long pid() {
    return started("pid").pid();
  }

  /**
   * Returns the name: the given one, or class, place in the family and number, as {@code Worker-2}.
   */
  public final String name() {
    return name;
  }

  /** Tells whether the child does not keep this JVM alive. */
  public final boolean daemon() {
    return daemon;
  }

  /** Returns how the child ended; empty while it runs and before it was started. */
  public final Optional<ExitStatus> exitStatus() {
    RunningChild child = running;
    return child == null ? Optional.empty() : Optional.ofNullable(child.exit().getNow(null));
  }

  /**
   * Returns what the target threw, with the frames of the child, or the {@link
   * dev.brood.exception.ProcessStartException} of a child that ended before it came up. A throwable
   * that cannot be rebuilt here comes as a {@link dev.brood.exception.RemoteTaskException}. Empty
   * for a child that ended otherwise, and as long as nothing was thrown.
   */
  public final Optional<Throwable> failure() {
    RunningChild child = running;
    return child == null ? Optional.empty() : child.failure();
  }

  /**
   * Returns what the child's JVM wrote when it crashed, its {@code hs_err} file: problematic frame,
   * stacks, registers, memory map; the first 64 KB. Empty for a child that ended otherwise, and
   * while it runs.
   */
  public final Optional<String> crashLog() {
    RunningChild child = running;
    return child == null ? Optional.empty() : child.crashLog();
  }

  /**
   * Interrupts the thread that runs the target, so that its {@code finally} blocks run. If the
   * {@link InterruptedException} leaves the target, the exit code is 1. Does nothing when the
   * target is over.
   *
   * @throws IllegalStateException if it was not started
   */
  public final void interrupt() {
    started("interrupt").interrupt();
  }

  /**
   * Asks the child's JVM to end (SIGTERM): shutdown hooks run, {@code finally} blocks do not. Does
   * nothing when it has ended.
   *
   * @throws IllegalStateException if it was not started
   */
  public final void terminate() {
    started("terminate").terminate();
  }

  /**
   * Ends the child's JVM at once (SIGKILL). Its own children of Brood end with it. Does nothing
   * when it has ended.
   *
   * @throws IllegalStateException if it was not started
   */
  public final void kill() {
    started("kill").kill();
  }

  /**
   * Returns the future of how the child ends. Completing or cancelling it does not affect the
   * child. What depends on it directly runs in a thread of its own; if the child is no daemon, this
   * JVM does not end by itself before that is done.
   *
   * @throws IllegalStateException if it was not started
   */
  public final CompletableFuture<ExitStatus> onExit() {
    return started("onExit").exit().copy();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it was not started
   */
  @Override
  public final Registration onChange(Runnable wake) {
    CompletableFuture<Void> told = started("onChange").exit().thenRun(wake);
    return () -> told.cancel(false);
  }

  /** Tells whether the child was started and has ended. */
  @Override
  public final boolean isReady() {
    RunningChild child = running;
    return child != null && child.exit().isDone();
  }

  /**
   * Waits until the child has ended. If the thread is interrupted meanwhile, terminates the child,
   * goes on waiting, and leaves the flag set. Does nothing if it was not started.
   */
  @Override
  public final void close() {
    RunningChild child = running;
    boolean interrupted = false;
    while (child != null && !child.exit().isDone()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
        child.terminate();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private RunningChild started(String operation) {
    RunningChild child = running;
    if (child == null) {
      throw new IllegalStateException(
          operation + "() needs a started process, name=" + name + " was not started");
    }
    return child;
  }

  @Override
  public String toString() {
    RunningChild child = running;
    StringBuilder text = new StringBuilder("JvmProcess[name=").append(name);
    if (child == null) {
      text.append(", initial");
    } else {
      text.append(", pid=").append(child.pid());
      text.append(exitStatus().map(status -> ", ended, " + status).orElse(", started"));
    }
    return text.append(daemon ? ", daemon]" : "]").toString();
  }

  /** Builds a {@link JvmProcess}. Not safe for concurrent use; may build several processes. */
  public static final class Builder {

    private @Nullable ProcessTarget target;
    private @Nullable String name;
    private @Nullable Boolean daemon;
    private JvmOptions jvm = JvmOptions.defaults();
    private Stdio stdio = Stdio.forward();
    private @Nullable StartMethod method;

    private Builder() {}

    /** Sets what the child does. */
    public Builder target(ProcessTarget work) {
      target = Objects.requireNonNull(work, "target");
      return this;
    }

    /** Sets what the child does, and its argument. */
    public <T> Builder target(SerializableConsumer<? super T> work, T argument) {
      Objects.requireNonNull(work, "target");
      return target(new TargetCall.One<>(work, argument));
    }

    /** Sets what the child does, and its two arguments. */
    public <T, U> Builder target(
        SerializableBiConsumer<? super T, ? super U> work, T first, U second) {
      Objects.requireNonNull(work, "target");
      return target(new TargetCall.Two<>(work, first, second));
    }

    /** Sets the name, for people; by default class, place in the family and number. */
    public Builder name(String given) {
      name = Objects.requireNonNull(given, "name");
      return this;
    }

    /** Sets whether the child does not keep this JVM alive; by default as this JVM itself. */
    public Builder daemon(boolean yes) {
      daemon = yes;
      return this;
    }

    /** Sets how the child's JVM is started: heap, flags, class path, environment, JDK. */
    public Builder jvm(JvmOptions options) {
      jvm = Objects.requireNonNull(options, "jvm");
      return this;
    }

    /** Sets what happens to the child's standard streams; by default lines are forwarded. */
    public Builder stdio(Stdio streams) {
      stdio = Objects.requireNonNull(streams, "stdio");
      return this;
    }

    /**
     * Sets where the child's JVM comes from; by default as {@link StartMethod#ofThisJvm} says.
     *
     * @throws IllegalArgumentException if the method does not work in this JVM
     */
    public Builder startMethod(StartMethod from) {
      method = from.requireAvailable();
      return this;
    }

    /** Returns a process that is not started yet. */
    public JvmProcess build() {
      return new JvmProcess(this);
    }

    /** Builds a process and starts it; see {@link JvmProcess#start()}. */
    public JvmProcess start() {
      return build().start();
    }
  }
}
