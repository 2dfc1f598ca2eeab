package dev.brood.internal.engine;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.budget.Budget;
import dev.brood.internal.budget.Share;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.launch.ChildListener;
import dev.brood.internal.launch.ChildRequest;
import dev.brood.internal.launch.ClassSource;
import dev.brood.internal.launch.LinkedChild;
import dev.brood.internal.spare.SpareKeeper;
import dev.brood.internal.supervise.WorkerStarter;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.ItemRange;
import dev.brood.internal.wire.Welcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts workers that are child JVMs. */
final class ProcessWorkerStarter implements WorkerStarter {

  private final LaunchSpec spec;
  private final Welcome welcome;
  private final boolean ring;
  private final ClassSource classes;
  private final int size;
  private volatile @Nullable Opened opened;

  /** What there is while the pool is open. */
  private record Opened(EventLoop loop, Share share) {}

  ProcessWorkerStarter(
      LaunchSpec spec, int size, Welcome welcome, boolean ring, ClassSource classes) {
    this.spec = spec;
    this.size = size;
    this.welcome = welcome;
    this.ring = ring;
    this.classes = classes;
  }

  @Override
  public void begin(EventLoop loop) {
    opened = new Opened(loop, Budget.ofThisJvm().open(spec.jvm(), size));
  }

  @Override
  public void resized(int workers) {
    Opened now = opened;
    if (now != null) {
      now.share.resize(workers);
    }
  }

  @Override
  public Start start(int number, Listener listener) {
    Opened now = opened;
    if (now == null) {
      throw new IllegalStateException("the loop of the pool does not run yet");
    }
    String name = spec.name() + "-worker-" + number;
    ChildRequest request =
        new ChildRequest(
            spec.withName(name).withJvm(now.share::apply),
            welcome.as(name, number).withRation(now.share.ration()),
            ring,
            List.of(),
            false,
            classes);
    // Starting a process takes milliseconds, and the turn is held.
    Relay relay = new Relay(name, classes, listener);
    Thread.ofPlatform()
        .daemon()
        .name("brood-start-" + name)
        .start(() -> {
          start(request, now.loop, relay);
          if (number == 1 && now.share.decidesHeap()) {
            // Said when the child is on its way: the first use of a log takes long.
            Log.debug("budget of " + spec.name() + ": " + now.share, null);
          }
        });
    return relay;
  }

  private static void start(ChildRequest request, EventLoop loop, Relay relay) {
    try {
      relay.started(SpareKeeper.ofThisJvm().start(request, request.ring(), loop, relay));
    } catch (ProcessStartException e) {
      relay.listener.onStartFailed(e);
    } catch (RuntimeException | Error e) {
      relay.listener.onStartFailed(new ProcessStartException("cannot start a worker", e));
    }
  }

  /** Passes on what becomes of a child as what becomes of a worker. */
  private static final class Relay implements ChildListener, Start {

    private final String name;
    private final ClassSource classes;
    private final Listener listener;
    private volatile @Nullable LinkedChild child;
    private volatile boolean abandoned;
    private volatile @Nullable ChildWorkerLink link;

    Relay(String name, ClassSource classes, Listener listener) {
      this.name = name;
      this.classes = classes;
      this.listener = listener;
    }

    void started(LinkedChild running) {
      child = running;
      if (abandoned) {
        running.killAlone();
      }
    }

    @Override
    public long pid() {
      LinkedChild running = child;
      return running == null ? -1 : running.pid();
    }

    @Override
    public void abandon() {
      abandoned = true;
      LinkedChild running = child;
      if (running != null) {
        running.killAlone();
      }
    }

    @Override
    public void onReady(LinkedChild child) {
      Decoding decoding = new Decoding(classes.newLoader(), name, child.pid());
      ChildWorkerLink opened = new ChildWorkerLink(child, decoding);
      link = opened;
      listener.onReady(opened);
    }

    @Override
    public void onBell() {
      ChildWorkerLink opened = link;
      if (opened != null) {
        opened.rang();
      }
      listener.onBell();
    }

    @Override
    public void onGivenBack(ItemRange items) {
      listener.onGivenBack(items.first(), items.last());
    }

    @Override
    public void onNotJoined(ProcessStartException failure, DeathReport report) {
      if (report.fromOutside()) {
        listener.onStartKilled(failure);
      } else {
        listener.onStartFailed(failure);
      }
    }

    @Override
    public void onDeath(LinkedChild child, DeathReport report) {
      listener.onDeath(report.toWorkerDeath());
    }
  }

  @Override
  public void close() {
    Opened last = opened;
    if (last != null) {
      last.share.close();
      opened = null;
    }
  }
}
