package dev.brood.internal.spare;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.launch.ChildListener;
import dev.brood.internal.launch.ChildLoop;
import dev.brood.internal.launch.ChildRequest;
import dev.brood.internal.launch.LinkedChild;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.Welcome;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spares of this JVM, in shelves: those of one shelf are alike, so any process or pool whose
 * options agree may take them. Any thread.
 *
 * <p>There are never more than {@link #MOST_SHELVES} shelves: the one that was not used for the
 * longest time makes room. A shelf that nobody takes from for {@link #IDLE} is cleared.
 */
public final class SpareKeeper {

  static final Duration IDLE = Duration.ofSeconds(60);

  private static final int MOST_SHELVES = 4;

  private static final SpareKeeper OF_THIS_JVM = new SpareKeeper();

  // The one used last comes last. No map: to hash a kind takes longer than to compare a few.
  private final List<Shelf> shelves = new ArrayList<>();

  private SpareKeeper() {}

  /** Returns the one of this JVM. */
  public static SpareKeeper ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * Starts a child as its spec says: takes a spare, or starts a JVM where there is none.
   *
   * @param ring whether the stream of a spare goes through rings; the request says so of a JVM that
   *     is started
   * @throws ProcessStartException if no JVM can be started; the listener is told nothing
   */
  public LinkedChild start(
      ChildRequest request, boolean ring, EventLoop reader, ChildListener listener) {
    LaunchSpec spec = request.spec();
    if (spec.method() != StartMethod.SPAWN && canBeSpare(spec.stdio())) {
      LinkedChild spare = take(request, ring, reader, listener);
      if (spare != null) {
        return spare;
      }
    }
    return LinkedChild.start(request, reader, listener);
  }

  private @Nullable LinkedChild take(
      ChildRequest request, boolean ring, EventLoop reader, ChildListener listener) {
    SpareKind kind = SpareKind.of(request.spec(), ring);
    // A spare on its way to another loop must have left before this one ends.
    ChildLoop.acquire();
    try {
      Shelf shelf = shelf(kind, request.welcome());
      LinkedChild spare;
      while ((spare = shelf.take(request.classes().namesSent())) != null) {
        if (spare.handOver(request, reader, listener)) {
          return spare;
        }
      }
      return null;
    } finally {
      ChildLoop.release();
    }
  }

  /** Whether streams can be set up before it is known whose they will be: files belong to one. */
  private static boolean canBeSpare(Stdio stdio) {
    return stdio.output() != Stdio.Output.FILE && stdio.input() == Stdio.Input.NONE;
  }

  private Shelf shelf(SpareKind kind, Welcome invitation) {
    @Nullable Shelf shelf = null;
    @Nullable Shelf old = null;
    synchronized (this) {
      for (Shelf each : shelves) {
        if (each.kind().equals(kind)) {
          shelf = each;
        }
      }
      if (shelf == null) {
        shelf = new Shelf(kind, invitation.inRole(Welcome.SPARE), this::clearIfIdle);
        old = shelves.size() == MOST_SHELVES ? shelves.removeFirst() : null;
      } else {
        shelves.remove(shelf);
      }
      shelves.add(shelf);
    }
    if (old != null) {
      old.close();
    }
    return shelf;
  }

  private void clearIfIdle(Shelf shelf) {
    synchronized (this) {
      if (!shelf.isIdle() || !shelves.remove(shelf)) {
        return;
      }
    }
    shelf.close();
  }

  /**
   * Starts spares of one kind, and of each other that there is a shelf for, and waits until they
   * are ready.
   *
   * @return false when the time ran out
   * @throws InterruptedException if the calling thread is interrupted
   */
  public boolean prepare(LaunchSpec spec, Welcome invitation, boolean ring, Duration timeout)
      throws InterruptedException {
    long end = Deadline.after(timeout);
    shelf(SpareKind.of(spec, ring), invitation);
    List<Shelf> all;
    synchronized (this) {
      all = List.copyOf(shelves);
    }
    boolean full = true;
    for (Shelf each : all) {
      full &= each.awaitFull(Duration.ofNanos(end - System.nanoTime()));
    }
    return full;
  }

  /** Ends all spares. Children that were taken go on. */
  public void clear() {
    List<Shelf> all;
    synchronized (this) {
      all = List.copyOf(shelves);
      shelves.clear();
    }
    all.forEach(Shelf::close);
  }
}
