package dev.brood.internal.spare;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.launch.ChildListener;
import dev.brood.internal.launch.ChildLoop;
import dev.brood.internal.launch.ChildRequest;
import dev.brood.internal.launch.ClassSource;
import dev.brood.internal.launch.LinkedChild;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.ClassNames;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import dev.brood.jvm.Preload;
import dev.brood.jvm.StartMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Spares of one kind. Whoever takes one has it replaced in the background.
 *
 * <p>One spare is started at a time: where many are taken at once, the processors are for them.
 */
final class Shelf {

  /** As many as can start to work at once, and no more than memory is worth. */
  private static final int MOST = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  private static final int MOST_RECENT = 512;

  /**
   * A JVM that starts keeps more than one processor busy. So a spare is replaced when whoever took
   * it has had time to begin, and in a burst of takes at its end.
   */
  private static final long QUIET_NANOS = 20_000_000;

  /** A spare that cannot be started is tried again when the next one is wanted, but not at once. */
  private static final int MOST_FAILURES = 1;

  private final SpareKind kind;
  private final Welcome welcome;
  private final EventLoop loop = ChildLoop.acquire();
  private final Consumer<Shelf> onIdle;
  private final ArrayDeque<LinkedChild> ready = new ArrayDeque<>();
  private final Set<String> recent = new LinkedHashSet<>();
  private @Nullable Candidate starting;
  private boolean fillPlanned;
  private boolean closed;
  private int failures;
  private @Nullable String preloadFailure;
  private long usedAt = System.nanoTime();
  private boolean idleWatched;

  Shelf(SpareKind kind, Welcome welcome, Consumer<Shelf> onIdle) {
    this.kind = kind;
    this.welcome = welcome.as("spare", 0);
    this.onIdle = onIdle;
  }

  SpareKind kind() {
    return kind;
  }

  /**
   * Takes a spare, or returns null if there is none; others are started in its place.
   *
   * @param names classes that the taker will need, for the spares to come
   * @throws ProcessStartException if spares cannot be preloaded, and that is to fail
   */
  @Nullable LinkedChild take(Set<String> names) {
    LinkedChild taken;
    String failure;
    synchronized (this) {
      failure = preloadFailure;
      preloadFailure = null;
      if (recent.size() < MOST_RECENT) {
        recent.addAll(names);
      }
      usedAt = System.nanoTime();
      failures = 0;
      taken = failure == null ? ready.poll() : null;
    }
    if (failure != null) {
      throw new ProcessStartException("a spare child could not be preloaded: " + failure, null);
    }
    fillSoon();
    return taken;
  }

  /** Starts the next spare when nobody has taken one for a while: those have work to begin. */
  private void fillSoon() {
    synchronized (this) {
      if (fillPlanned || closed) {
        return;
      }
      fillPlanned = true;
    }
    CompletableFuture.delayedExecutor(QUIET_NANOS, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(this::fillIfQuiet);
  }

  private void fillIfQuiet() {
    boolean quiet;
    synchronized (this) {
      fillPlanned = false;
      quiet = System.nanoTime() - usedAt >= QUIET_NANOS;
    }
    if (quiet) {
      fill();
    } else {
      fillSoon();
    }
  }

  /** Starts the next spare, unless one is being started or there are enough. */
  private void fill() {
    Candidate next;
    synchronized (this) {
      if (closed || starting != null || ready.size() >= MOST || failures >= MOST_FAILURES) {
        return;
      }
      next = new Candidate();
      starting = next;
    }
    Thread.ofPlatform().daemon().name("brood-spare-start").start(next::start);
  }

  /** Makes the request of the next spare, which {@code asks} for it. */
  private ChildRequest request(Candidate asks) {
    LaunchSpec spec =
        LaunchSpec.of("spare", kind.jvm(), kind.stdio(), StartMethod.SPAWN)
            .withInherited(kind.inherited())
            .withOverlay(kind.overlay());
    Preload preload = kind.preload();
    ClassSource classes = new ClassSource();
    List<Parcel> first = new ArrayList<>();
    first.add(ClassNames.toParcel(RecordType.CLASS_NAMES, preload.classes()));
    synchronized (this) {
      first.add(ClassNames.toParcel(RecordType.RECENT_CLASSES, recent));
    }
    if (preload.hook().isPresent()) {
      SerializableRunnable hook = preload.hook().get();
      classes.addLoaderOf(hook);
      try {
        addHook(hook, first);
      } catch (NotSendableException e) {
        if (preload.onFailure() == Preload.OnFailure.FAIL) {
          throw e;
        }
        asks.onPreloadFailed(whyNoHook(e));
      }
    }
    ParcelWriter end = new ParcelWriter();
    end.begin().putByte(RecordType.PRELOADED);
    end.end();
    first.add(end.toParcel());
    return new ChildRequest(spec, welcome, kind.ring(), first, false, classes);
  }

  private static String whyNoHook(NotSendableException failure) {
    return "the preload hook cannot be sent: " + failure.getMessage();
  }

  private static void addHook(SerializableRunnable hook, List<Parcel> to) {
    ParcelWriter body = new ParcelWriter();
    body.begin().putByte(RecordType.PRELOAD_HOOK);
    body.values().write(hook, "hook");
    body.end();
    ParcelWriter shapes = new ParcelWriter();
    shapes.addShapesOf(body.values());
    to.add(shapes.toParcel());
    to.add(body.toParcel());
  }

  /** A spare that is being started, and whose end is noticed as long as nobody has taken it. */
  private final class Candidate implements ChildListener {

    // Both guarded by the shelf.
    private @Nullable LinkedChild child;
    private boolean unwanted;

    void start() {
      try {
        LinkedChild started = LinkedChild.start(request(this), loop, this);
        boolean kill;
        synchronized (Shelf.this) {
          child = started;
          kill = unwanted;
        }
        if (kill) {
          started.kill();
        }
      } catch (NotSendableException e) {
        onPreloadFailed(whyNoHook(e));
        failed();
      } catch (ProcessStartException e) {
        Log.debug("no spare child is started", e);
        failed();
      }
    }

    /** Ends it, now or as soon as it is started. */
    void giveUp() {
      LinkedChild started;
      synchronized (Shelf.this) {
        unwanted = true;
        started = child;
      }
      if (started != null) {
        started.kill();
      }
    }

    private void failed() {
      synchronized (Shelf.this) {
        if (starting == this) {
          starting = null;
        }
        failures++;
        Shelf.this.notifyAll();
      }
      fill();
    }

    @Override
    public void onReady(LinkedChild spare) {
      boolean late;
      synchronized (Shelf.this) {
        starting = null;
        late = closed || unwanted;
        if (!late) {
          ready.add(spare);
          Shelf.this.notifyAll();
        }
      }
      if (late) {
        spare.kill();
        return;
      }
      watchIdle();
      fill();
    }

    @Override
    public void onBell() {
      // A spare has nothing to say before it has work.
    }

    @Override
    public void onPreloadFailed(String why) {
      switch (kind.preload().onFailure()) {
        case IGNORE -> Log.debug(why, null);
        case WARN -> Log.warning("a spare child goes on: " + why, null);
        case FAIL -> {
          synchronized (Shelf.this) {
            preloadFailure = preloadFailure == null ? why : preloadFailure;
            failures = MOST_FAILURES;
          }
          giveUp();
        }
      }
    }

    @Override
    public void onNotJoined(ProcessStartException failure, DeathReport report) {
      Log.debug("a spare child did not come up", failure);
      failed();
    }

    @Override
    public void onDeath(LinkedChild spare, DeathReport report) {
      spare.close();
      synchronized (Shelf.this) {
        if (!ready.remove(spare)) {
          failures++;
        }
        Shelf.this.notifyAll();
        if (starting == this) {
          starting = null;
        }
      }
      fillSoon();
    }
  }

  private void watchIdle() {
    synchronized (this) {
      if (idleWatched || closed) {
        return;
      }
      idleWatched = true;
    }
    long nanos = Math.max(1, usedAt + SpareKeeper.IDLE.toNanos() - System.nanoTime());
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(this::lookIfIdle);
  }

  private void lookIfIdle() {
    synchronized (this) {
      idleWatched = false;
    }
    if (isIdle()) {
      onIdle.accept(this);
    } else {
      watchIdle();
    }
  }

  synchronized boolean isIdle() {
    return System.nanoTime() - usedAt >= SpareKeeper.IDLE.toNanos();
  }

  /** Waits until there are as many spares as there are to be. */
  boolean awaitFull(Duration timeout) throws InterruptedException {
    fill();
    long end = Deadline.after(timeout);
    synchronized (this) {
      usedAt = System.nanoTime();
      while (ready.size() < MOST && !closed && failures < MOST_FAILURES) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return ready.size() >= MOST;
    }
  }

  /** Ends the spares that nobody has taken. */
  void close() {
    List<LinkedChild> all;
    Candidate candidate;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = new ArrayList<>(ready);
      ready.clear();
      candidate = starting;
      notifyAll();
    }
    all.forEach(LinkedChild::kill);
    if (candidate != null) {
      candidate.giveUp();
    }
    ChildLoop.release();
  }
}
