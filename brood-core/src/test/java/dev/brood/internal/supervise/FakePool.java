package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.engine.LiveBatch;
import dev.brood.internal.wire.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A supervisor whose time, workers and bells are the test's. */
final class FakePool implements WorkerStarter {

  /** How the pool is; each test changes what it is about. */
  static final class Setup {
    int workers = 2;
    boolean atOnce = true;
    int tasks = Integer.MAX_VALUE;
    Duration age = Duration.ZERO;
    Duration idle = Duration.ZERO;
    Duration grace = Duration.ofMillis(500);
    MemoryTerms memory = MemoryTerms.NONE;
    int deaths = 20;
    boolean initializer;
    boolean ofUser = true;
    boolean exitHook;

    FakePool open() {
      return new FakePool(this);
    }
  }

  static Setup workers(int count) {
    Setup setup = new Setup();
    setup.workers = count;
    return setup;
  }

  final PoolSupervisor supervisor;
  final List<FakeWorker> workers = new ArrayList<>();
  final Answers initialized = new Answers();
  final Answers exited = new Answers();
  boolean closed;
  boolean startsThrow;
  private long now = TimeUnit.DAYS.toNanos(1);

  private FakePool(Setup setup) {
    PoolSettings settings =
        new PoolSettings(
            "fake",
            setup.workers,
            setup.atOnce,
            setup.initializer ? new PoolSettings.Initializer(() -> "", setup.ofUser, 0) : null,
            null,
            1,
            new PoolSettings.WorkerLife(
                setup.tasks,
                setup.age.toNanos(),
                setup.idle.toNanos(),
                setup.grace.toNanos(),
                setup.memory),
            new PoolSettings.MaxDeaths(setup.deaths, TimeUnit.SECONDS.toNanos(10)));
    supervisor = new PoolSupervisor(settings, this, () -> now);
    supervisor.begin(
        null,
        setup.initializer ? batch(0, 1, new Batch.Call(initialized, new TaskClock())) : null,
        setup.exitHook ? batch(0, 1, new Batch.Call(exited, new TaskClock())) : null);
  }

  /** A pool of so many workers that have joined. */
  static FakePool joined(int count) {
    FakePool pool = workers(count).open();
    pool.joinAll();
    return pool;
  }

  FakePool joinAll() {
    // Joining may start others.
    for (int i = 0; i < workers.size(); i++) {
      FakeWorker worker = workers.get(i);
      if (!worker.hasJoined() && !worker.isDead()) {
        worker.join();
      }
    }
    return this;
  }

  /** Returns a worker by its number, from 1. */
  FakeWorker worker(int number) {
    return workers.get(number - 1);
  }

  // --- Work ---

  static Batch batch(long firstIndex, int count, Batch.Call call) {
    return new LiveBatch(null, Collections.nCopies(count, "item"), firstIndex, 0, call);
  }

  void submit(Answers answers, long firstIndex, int count) {
    submit(answers, firstIndex, count, TaskTerms.NONE);
  }

  void submit(Answers answers, long firstIndex, int count, TaskTerms terms) {
    supervisor.submit(batch(firstIndex, count, new Batch.Call(answers, new TaskClock(), terms)));
  }

  /** Submits items one by one that are known to take so long. */
  void submitQuick(Answers answers, int count, Duration each) {
    TaskClock clock = new TaskClock();
    clock.measured(each.toNanos(), 1);
    for (int i = 0; i < count; i++) {
      supervisor.submit(batch(i, 1, new Batch.Call(answers, clock)));
    }
  }

  static TaskTerms timeout(long millis) {
    return new TaskTerms("slow", 0, 0, TimeUnit.MILLISECONDS.toNanos(millis), 0);
  }

  static TaskTerms priority(int priority) {
    return new TaskTerms(null, priority, 0, 0, 0);
  }

  // --- Time ---

  /** Lets time pass in one go; returns how long the pool's thread would sleep then. */
  long pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    return step();
  }

  /** Lets time pass as a real pool sees it: waking whenever the supervisor wants to. */
  void sleepThrough(long millis) {
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    long sleep = step();
    int rounds = 0;
    while (sleep != EventLoop.Work.NEVER && sleep < end - now) {
      if (++rounds > 100_000) {
        throw new AssertionError("the supervisor does not come to rest");
      }
      now += Math.max(1, sleep);
      sleep = step();
    }
    now = end;
    step();
  }

  long step() {
    return supervisor.step();
  }

  long now() {
    return now;
  }

  /** Ends workers that were told to end, as real ones would. */
  void obey() {
    for (int i = 0; i < workers.size(); i++) {
      FakeWorker worker = workers.get(i);
      if (worker.isDead() || !worker.hasJoined()) {
        continue;
      }
      if (worker.killed) {
        worker.dieOf(9);
      } else if (worker.terminated) {
        worker.dieOf(15);
      } else if (worker.retired && worker.has().isEmpty()) {
        worker.exit(0);
      }
    }
  }

  PoolState state() {
    return supervisor.state();
  }

  // --- The starter ---

  @Override
  public void begin(EventLoop loop) {}

  @Override
  public Start start(int number, Listener listener) {
    if (startsThrow) {
      throw new IllegalStateException("no more threads");
    }
    FakeWorker worker = new FakeWorker(number, listener, () -> supervisor.step());
    workers.add(worker);
    return worker;
  }

  @Override
  public void close() {
    closed = true;
  }
}
