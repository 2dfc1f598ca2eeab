package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.command.CommandLine;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.os.ResidentMemory;
import dev.brood.internal.region.SharedRegion;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.ItemRange;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.Welcome;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM with its link: from the start of its process, over its joining, to the moment when
 * the process has ended and everything that it wrote was read.
 *
 * <p>The listener hears {@code onReady} and later {@code onDeath}, or only {@code onNotJoined}; the
 * bell may ring at any time between. Any thread may call any method; none waits, but {@link #start}
 * takes the milliseconds that the operating system needs.
 */
public final class LinkedChild implements Link.Listener, Rendezvous.Host {

  private static final long JOIN_SECONDS = 60;

  /** A JVM that closes its socket is about to end; one that then does not is broken. */
  private static final long END_SECONDS = 5;

  private enum State {
    STARTING,
    READY,
    /** A spare that was given work, of which its new listener has not been told yet. */
    MOVING,
    OVER
  }

  // These three change once, when a spare is given work.
  private volatile ChildRequest request;
  private volatile EventLoop loop;
  private volatile ChildListener listener;
  private final @Nullable SharedRegion region;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final CompletableFuture<Void> linkClosed = new CompletableFuture<>();
  private final CompletableFuture<Void> endTold = new CompletableFuture<>();

  /** Held while the listener is told that the child is ready: nothing else is told before. */
  private final Object readiness = new Object();

  private State state = State.STARTING;
  private boolean tookFirst = true;

  /** Whether it was ready before this JVM had its process in the books. */
  private boolean readyEarly;

  private boolean hasJoined;
  private boolean isClosed;
  private boolean saidGoodbye;
  private boolean killWanted;
  private @Nullable ChildJvm jvm;
  private @Nullable Link link;

  private LinkedChild(
      ChildRequest request, EventLoop loop, ChildListener listener, @Nullable SharedRegion region) {
    this.request = request;
    this.loop = loop;
    this.listener = listener;
    this.region = region;
    if (region != null && request.welcome().role() == Welcome.WORKER) {
      link = new Link(new FrameChannel(), region.bytes(), true, this);
    }
  }

  /**
   * Starts a child and returns when its process runs; the listener is told the rest.
   *
   * @param loop reads the child's frames from now on
   * @throws ProcessStartException if the process cannot be started; the listener is told nothing
   */
  public static LinkedChild start(ChildRequest request, EventLoop loop, ChildListener listener) {
    SharedRegion region = request.ring() ? RingRegion.create(request.spec().name()) : null;
    LinkedChild child = new LinkedChild(request, loop, listener, region);
    int childId = 0;
    try {
      childId =
          Rendezvous.ofThisJvm().expect(child.welcome(), Parcel.toBytes(request.first()), child);
      Path folder = PrivateFolder.ofThisJvm().path();
      LaunchSpec spec = request.spec().forChild(folder, Integer.toString(childId));
      child.watch(ChildJvm.start(spec, request.keepsOwnerAlive()), childId);
      if (child.canWorkUnjoined()) {
        Lookout.ofThisJvm().watch(child);
      }
      ArchiveTraining.afterStart(spec, request);
      return child;
    } catch (ProcessStartException e) {
      Rendezvous.ofThisJvm().cancel(childId);
      child.close();
      throw e;
    }
  }

  private Welcome welcome() {
    return region == null
        ? request.welcome()
        : request.welcome().withRings(region.file().toString());
  }

  private void watch(ChildJvm started, int childId) {
    boolean kill;
    boolean ready;
    synchronized (this) {
      jvm = started;
      kill = killWanted;
      ready = readyEarly;
    }
    if (kill) {
      started.killTree();
    }
    if (ready) {
      tellReady(State.STARTING);
    }
    started.killTreeUnless(joined, JOIN_SECONDS);
    started.keepUntil(endTold);
    var _ =
        started
            .onExit()
            .thenAccept(report -> exited(started, report, childId))
            .whenComplete((nothing, failure) -> {
              if (failure != null) {
                endTold.complete(null);
              }
            });
  }

  private void exited(ChildJvm dead, DeathReport report, int childId) {
    if (request.welcome().role() == Welcome.WORKER) {
      dead.killLeftBehind();
    }
    boolean taken = Rendezvous.ofThisJvm().wasTaken(childId);
    if (Rendezvous.ofThisJvm().cancel(childId)) {
      linkClosed.complete(null);
    }
    joined.complete(null);
    // Completes at once, or when the handshake or the last frames of the dead child are through.
    var _ =
        linkClosed
            .completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS)
            .thenRun(() -> end(report, taken))
            .whenComplete((nothing, failure) -> endTold.complete(null));
  }

  private void end(DeathReport report, boolean taken) {
    boolean chosen;
    boolean ready;
    synchronized (readiness) {
      synchronized (this) {
        ready = state == State.READY;
        state = State.OVER;
        chosen = saidGoodbye;
      }
    }
    if (!ready && !(taken && tookFirst() && !request.first().isEmpty())) {
      close();
      listener.onNotJoined(report.beforeJoining(CommandLine.doubtOfJava(request.spec())), report);
      return;
    }
    listener.onDeath(this, chosen ? report.announced() : report);
  }

  @Override
  public void onLost() {
    linkClosed.complete(null);
  }

  /** Tells whether this child can be given work, and do it, before it has joined. */
  private synchronized boolean canWorkUnjoined() {
    return link != null && !hasJoined;
  }

  /**
   * Looks at what the child has written, as long as it cannot ring the bell.
   *
   * @return false if that need not be done again
   */
  boolean look() {
    Link opened;
    synchronized (this) {
      opened = link;
      if (opened == null || hasJoined || isClosed || state == State.OVER) {
        return false;
      }
      if (!opened.isThere()) {
        return true;
      }
    }
    tellReady(State.STARTING);
    listener.onBell();
    return true;
  }

  @Override
  public void onJoined(SocketChannel socket) throws IOException {
    Link opened;
    synchronized (this) {
      if (link == null) {
        link = new Link(new FrameChannel(), region == null ? null : region.bytes(), true, this);
      }
      opened = link;
      hasJoined = true;
    }
    opened.frames().connect(socket);
    opened.readBy(loop);
  }

  @Override
  public void onFrame(byte type, byte[] payload) {
    if (type == FrameType.READY) {
      joined.complete(null);
      tellReady(State.STARTING);
    } else if (type == FrameType.GOODBYE) {
      synchronized (this) {
        saidGoodbye = true;
      }
    } else if (type == FrameType.CLASS_REQUEST) {
      request.classes().answer(payload, link().frames());
    } else if (type == FrameType.GIVEN_BACK) {
      listener.onGivenBack(ItemRange.read(payload));
    } else if (type == FrameType.PRELOAD_FAILED) {
      listener.onPreloadFailed(new String(payload, StandardCharsets.UTF_8));
    }
  }

  /**
   * Gives work to a spare that is ready: it becomes the child that {@code work} asks for, under the
   * eyes of a new listener. That hears {@code onReady} from the thread of {@code reader}, if that
   * is to take the spare over, and otherwise before this method returns: to wake a thread takes
   * longer.
   *
   * @return false if the spare has ended
   */
  public boolean handOver(ChildRequest work, EventLoop reader, ChildListener to) {
    EventLoop before = loop;
    ChildJvm running = jvm();
    Link open;
    // Its end is told, and its ring unmapped, before the first byte is written or after the last.
    synchronized (readiness) {
      synchronized (this) {
        // Its end may not have been noticed here yet.
        if (state != State.READY || link == null || running == null || !running.isAlive()) {
          return false;
        }
        state = State.MOVING;
        open = link;
        request = work;
        tookFirst = false;
        loop = reader;
        listener = to;
      }
      running.handTo(work.spec(), work.keepsOwnerAlive());
      Outbox outbox = new Outbox(open.writer());
      outbox.add(work.welcome().toParcel());
      outbox.pump();
    }
    if (reader == before) {
      tellReady(State.MOVING);
    } else {
      open.move(before, reader, () -> tellReady(State.MOVING));
    }
    return true;
  }

  /**
   * Tells whether the first records of its request were there for the child from its start. A spare
   * has started with others; {@code onReady} is the time to send them.
   */
  public synchronized boolean tookFirst() {
    return tookFirst;
  }

  private void tellReady(State before) {
    synchronized (readiness) {
      synchronized (this) {
        if (state != before) {
          return;
        }
        if (jvm == null) {
          // It was quicker than the thread that starts it, which goes on here.
          readyEarly = true;
          return;
        }
        state = State.READY;
      }
      if (before == State.STARTING && region != null) {
        region.unlink();
      }
      listener.onReady(this);
    }
  }

  @Override
  public void onBell() {
    listener.onBell();
  }

  @Override
  public void onClosed() {
    linkClosed.complete(null);
    ChildJvm running = jvm();
    if (running != null) {
      running.killTreeUnless(running.onExit(), END_SECONDS);
    }
  }

  private synchronized @Nullable ChildJvm jvm() {
    return jvm;
  }

  /** Returns the link; there is one once the child is ready. */
  public synchronized Link link() {
    Link opened = link;
    if (opened == null) {
      throw new IllegalStateException(request.spec().name() + " has not joined");
    }
    return opened;
  }

  /** Returns the process id; there is one once the child is ready. */
  public long pid() {
    ChildJvm running = jvm();
    if (running == null) {
      throw new IllegalStateException(request.spec().name() + " has not been started");
    }
    return running.pid();
  }

  /** Returns how much memory the process has in use, in bytes, or -1 if that is not known. */
  public long residentBytes() {
    return ResidentMemory.of(pid());
  }

  /** Asks the child's JVM to end (SIGTERM). */
  public void terminate() {
    ChildJvm running = jvm();
    if (running != null) {
      running.terminate();
    }
  }

  /** Ends the child's JVM (SIGKILL) and the processes below it; also one that is still to start. */
  public void kill() {
    ChildJvm running;
    synchronized (this) {
      killWanted = true;
      running = jvm;
    }
    if (running != null) {
      running.killTree();
    }
  }

  /**
   * Ends the child's JVM (SIGKILL); its children of Brood end with it, others do not, but for those
   * of a worker.
   */
  public void killAlone() {
    ChildJvm running = jvm();
    if (running != null) {
      running.kill();
    }
  }

  /** Lets go of the socket and the mapping; nothing may use the link any more. */
  public void close() {
    Link opened;
    synchronized (this) {
      isClosed = true;
      opened = link;
    }
    if (opened != null) {
      opened.close();
    }
    if (region != null) {
      region.close();
    }
  }
}
