package dev.brood.process;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.function.SerializableCallable;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.death.ExitCode;
import dev.brood.internal.fork.Fork;
import dev.brood.internal.launch.ChildListener;
import dev.brood.internal.launch.ChildLoop;
import dev.brood.internal.launch.ChildRequest;
import dev.brood.internal.launch.ClassSource;
import dev.brood.internal.launch.LinkedChild;
import dev.brood.internal.message.Exports;
import dev.brood.internal.spare.SpareKeeper;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The child JVM behind a started {@link JvmProcess}: it sends the target when the child has joined,
 * keeps what the target threw, and says how the child ended.
 */
final class RunningChild implements ChildListener, RecordReader.Source {

  /** A target of more bytes is sent when the child has joined, not before it starts. */
  private static final int MOST_AT_START = 256 * 1024;

  private final String name;
  // Until it is on its way to the child.
  private List<Parcel> target;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final Runnable onEnd;
  private final boolean daemon;

  /** Guards the two below. Who starts a process from a spare begins, the loop's thread goes on. */
  private final Object stream = new Object();

  private final RecordReader records = new RecordReader();
  private @Nullable Outbox outbox;

  // Written once, before anybody else has this object.
  private @Nullable LinkedChild child;

  private volatile @Nullable RemoteThrowable thrown;
  private volatile @Nullable ProcessStartException startFailure;
  private volatile @Nullable DeathReport report;
  private final ClassSource classes;
  // Ends of connections that the target captures; those that the child has not taken over by its
  // end are lost.
  private final Exports sent;
  private boolean interruptWanted;
  private boolean ready;

  private RunningChild(
      String name,
      List<Parcel> target,
      ClassSource classes,
      Exports sent,
      boolean daemon,
      Runnable onEnd) {
    this.name = name;
    this.target = target;
    this.classes = classes;
    this.sent = sent;
    this.daemon = daemon;
    this.onEnd = onEnd;
  }

  /**
   * Starts a child for a process.
   *
   * @param onEnd called once, when the child has ended
   * @throws dev.brood.exception.NotSendableException if the process cannot be sent; nothing started
   * @throws ProcessStartException if the JVM cannot be started
   */
  static RunningChild start(
      JvmProcess process, LaunchSpec spec, Welcome welcome, boolean daemon, Runnable onEnd) {
    ClassSource classes = new ClassSource();
    ProcessTarget sent = process.target();
    classes.addLoaderOf(sent == null ? process : sent);
    List<Parcel> records = new ArrayList<>();
    AtomicReference<LaunchSpec> how = new AtomicReference<>(spec);
    Exports ends =
        Exports.during(() -> {
          if (spec.method() == StartMethod.FORK) {
            Fork fork = fork(process, spec);
            classes.addNames(fork.classNames());
            how.set(spec.withOverlay(fork.overlay()));
            records.addAll(encode(fork.call(), classes));
          } else {
            records.addAll(encode(process, classes));
          }
        });
    List<Parcel> first = Parcel.fit(records, MOST_AT_START) ? records : List.of();
    RunningChild running = new RunningChild(spec.name(), records, classes, ends, daemon, onEnd);
    ChildRequest request = new ChildRequest(how.get(), welcome, false, first, !daemon, classes);
    try {
      running.child = SpareKeeper.ofThisJvm().start(request, true, ChildLoop.acquire(), running);
    } catch (ProcessStartException e) {
      ChildLoop.release();
      ends.cancel();
      throw e;
    }
    return running;
  }

  private static Fork fork(JvmProcess process, LaunchSpec spec) {
    ForkScope scope = ForkScope.ofThisJvm().orElseThrow();
    return Fork.of(scope, spec.jvm(), TargetCall.of(process), "start()");
  }

  private static List<Parcel> encode(JvmProcess process, ClassSource classes) {
    SerializableCallable<Boolean> quick = TargetCall.quick(process);
    if (quick != null) {
      try {
        List<Parcel> encoded = encode(quick, classes);
        classes.addLoaderOf(quick);
        return encoded;
      } catch (NotSendableException e) {
        // Say so of the target as it was written.
        return encode(TargetCall.of(process), classes);
      }
    }
    return encode(TargetCall.of(process), classes);
  }

  private static List<Parcel> encode(SerializableCallable<Boolean> call, ClassSource classes) {
    ParcelWriter target = new ParcelWriter();
    target.begin().putByte(RecordType.TARGET);
    target.values().write(call, "start()");
    target.end();
    ParcelWriter shapes = new ParcelWriter();
    shapes.addShapesOf(target.values());
    classes.addNames(target.values().classNames());
    return List.of(shapes.toParcel(), target.toParcel());
  }

  @Override
  public void onReady(LinkedChild joined) {
    Outbox opened = new Outbox(joined.link().writer());
    if (!joined.tookFirst() || !Parcel.fit(target, MOST_AT_START)) {
      target.forEach(opened::add);
    }
    target = List.of();
    synchronized (this) {
      ready = true;
      child = joined;
      if (interruptWanted) {
        joined.link().frames().sendLong(FrameType.INTERRUPT, 1);
      }
    }
    synchronized (stream) {
      outbox = opened;
      writeAndRead(opened);
    }
  }

  @Override
  public void onBell() {
    synchronized (stream) {
      if (outbox != null) {
        writeAndRead(outbox);
      }
    }
  }

  private void writeAndRead(Outbox opened) {
    while (!opened.pump() && child().link().writer().waitForSpace()) {
      // The child has read on meanwhile.
    }
    do {
      while (records.fill(this)) {
        while (records.next(this)) {
          takeFailure();
        }
      }
    } while (child().link().reader().waitForBytes());
  }

  private void takeFailure() {
    ByteSource source = new ByteSource();
    RecordReader.Large large = records.large();
    if (large == null) {
      source.reset(records.buffer(), records.from(), records.to());
    } else {
      source.reset(large.blocks(), large.blockLengths());
      large.skipDirectory(source);
    }
    if (source.getByte() == RecordType.FAILED) {
      thrown = RemoteThrowable.get(source);
    }
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    return child().link().reader().read(to, offset, length);
  }

  @Override
  public int read(Attachment to, long offset) {
    return child().link().reader().read(to, offset);
  }

  private synchronized LinkedChild child() {
    LinkedChild started = child;
    if (started == null) {
      throw new IllegalStateException("name=" + name + " has not been started");
    }
    return started;
  }

  @Override
  public void onNotJoined(ProcessStartException failure, DeathReport report) {
    startFailure = failure;
    end(report);
  }

  @Override
  public void onDeath(LinkedChild ended, DeathReport report) {
    ended.close();
    end(report);
  }

  private static ExitStatus status(ExitCode code) {
    return code.isSignal()
        ? new ExitStatus.Killed(code.signal(), code.signalName())
        : new ExitStatus.Exited(code.raw());
  }

  private void end(DeathReport how) {
    report = how;
    ChildLoop.release();
    sent.lose();
    onEnd.run();
    // Actions of users hang on this future, and the calling thread has other work. A child that is
    // no daemon keeps this JVM alive, so these actions run too before it may end.
    Runnable tell = () -> exit.complete(status(how.exit()));
    if (!daemon) {
      try {
        Thread.ofPlatform().daemon(false).name("brood-exit-" + name).start(tell);
        return;
      } catch (OutOfMemoryError noThread) {
        Log.debug("no thread to tell the end of " + name, noThread);
      }
    }
    Thread.ofVirtual().name("brood-exit-" + name).start(tell);
  }

  /** Tells whether the child has ended, and {@code onEnd} is called or about to be. */
  boolean hasEnded() {
    return report != null;
  }

  CompletableFuture<ExitStatus> exit() {
    return exit;
  }

  long pid() {
    return child().pid();
  }

  /** Returns what the target threw, rebuilt here, or why the child did not join. */
  Optional<Throwable> failure() {
    ProcessStartException notStarted = startFailure;
    if (notStarted != null) {
      return Optional.of(notStarted);
    }
    RemoteThrowable remote = thrown;
    if (remote == null) {
      return Optional.empty();
    }
    return Optional.of(
        remote.rebuild(new ShapeTable(classes.newLoader(), null), name + ", pid=" + pid()));
  }

  /** Returns what the JVM wrote when it crashed. */
  Optional<String> crashLog() {
    DeathReport how = report;
    return how != null && how.crashLog().exists()
        ? Optional.of(how.crashLog().text())
        : Optional.empty();
  }

  /** Interrupts the target's thread, now or as soon as it runs. */
  void interrupt() {
    synchronized (this) {
      interruptWanted = true;
      if (!ready) {
        return;
      }
    }
    child().link().frames().sendLong(FrameType.INTERRUPT, 1);
  }

  void terminate() {
    child().terminate();
  }

  void kill() {
    child().killAlone();
  }
}
