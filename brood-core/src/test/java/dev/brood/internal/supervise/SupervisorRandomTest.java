package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens, in whatever order: each item is answered once, by a result that a worker gave
 * for it or by a failure that really happened, and the pool comes to its end.
 */
class SupervisorRandomTest {

  /** One run, with all its choices from one seed. */
  private static final class Run {
    private final Random random;
    private final FakePool pool;
    private final List<Answers> sinks = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Set<Answers> cancelled = new HashSet<>();
    private final Set<String> deaths = new HashSet<>();
    private boolean over;

    Run(long seed) {
      random = new Random(seed);
      FakePool.Setup setup = FakePool.workers(1 + random.nextInt(4));
      setup.atOnce = random.nextBoolean();
      setup.initializer = random.nextInt(4) == 0;
      setup.exitHook = random.nextInt(4) == 0;
      setup.deaths = Integer.MAX_VALUE;
      if (random.nextInt(3) == 0) {
        setup.tasks = 1 + random.nextInt(10);
      }
      if (random.nextInt(3) == 0) {
        setup.idle = Duration.ofMillis(300);
      }
      if (random.nextInt(3) == 0) {
        setup.age = Duration.ofSeconds(1);
      }
      if (random.nextInt(4) == 0) {
        setup.memory = new MemoryTerms(200, 300, 50, 0);
      }
      pool = setup.open();
    }

    void go() {
      for (int i = 0; i < 400; i++) {
        happen();
      }
      if (random.nextInt(4) == 0) {
        pool.supervisor.shutdownNow();
      } else {
        pool.supervisor.shutdown();
      }
      over = true;
      for (int i = 0; i < 3_000 && !pool.supervisor.terminated().isDone(); i++) {
        happen();
      }
      check();
    }

    private void happen() {
      switch (random.nextInt(13)) {
        case 0, 1 -> submit();
        case 2 -> join();
        case 3, 4, 5, 6 -> work();
        case 7 -> dieSomehow();
        case 8 -> cancelSomething();
        case 9 -> pool.pass(random.nextInt(120));
        case 10 -> pool.sleepThrough(random.nextInt(400));
        case 11 -> giveBack();
        default -> somethingElse();
      }
    }

    private void submit() {
      if (over) {
        return;
      }
      Answers sink = new Answers();
      TaskClock clock = new TaskClock();
      clock.measured(
          random.nextInt(3) == 0 ? 50_000_000 : random.nextBoolean() ? 10_000 : 1_000, 1);
      long timeout = random.nextInt(3) == 0 ? 50_000_000 : 0;
      long stall = random.nextInt(8) == 0 ? 30_000_000 : 0;
      TaskTerms terms = new TaskTerms(null, random.nextInt(3) - 1, 0, timeout, stall);
      int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 4);
      Batch batch = FakePool.batch(0, count, new Batch.Call(sink, clock, terms));
      try {
        if (random.nextInt(6) == 0) {
          pool.supervisor.resubmit(batch, random.nextInt(100_000_000));
        } else {
          pool.supervisor.submit(batch);
        }
      } catch (BrokenPoolException e) {
        // Some worker died in the initializer.
        assertThat(e.getCause()).hasMessageNotContaining("the supervisor failed");
        return;
      }
      sinks.add(sink);
      counts.add(count);
    }

    private @Nullable FakeWorker any() {
      return pool.workers.isEmpty() ? null : pool.workers.get(random.nextInt(pool.workers.size()));
    }

    private @Nullable FakeWorker alive() {
      List<FakeWorker> alive =
          pool.workers.stream().filter(each -> each.hasJoined() && !each.isDead()).toList();
      return alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
    }

    private void join() {
      for (FakeWorker each : List.copyOf(pool.workers)) {
        if (!each.hasJoined() && !each.isDead()) {
          each.join();
        }
      }
      if (random.nextBoolean()) {
        pool.obey();
      }
    }

    private void work() {
      FakeWorker worker = alive();
      if (worker == null) {
        return;
      }
      for (int i = random.nextInt(12); i > 0 && !worker.has().isEmpty(); i--) {
        if (!worker.isRunning() && worker.skipsNext()) {
          worker.skip();
        } else {
          worker.write("value");
        }
      }
      boolean canBegin = !worker.has().isEmpty() && !worker.isRunning() && !worker.skipsNext();
      worker.begin(canBegin && random.nextBoolean());
      if (random.nextInt(3) > 0) {
        pool.step();
      }
    }

    private void giveBack() {
      for (FakeWorker worker : List.copyOf(pool.workers)) {
        if (worker.askedBack.isEmpty() || worker.isDead()) {
          continue;
        }
        FakeWorker.Range asked = worker.hearAsked();
        for (int i = random.nextInt(3); i > 0 && !worker.has().isEmpty(); i--) {
          if (!worker.isRunning() && worker.skipsNext()) {
            worker.skip();
          } else {
            worker.write("value");
          }
        }
        worker.giveBack(asked);
      }
    }

    private void dieSomehow() {
      FakeWorker worker = random.nextInt(3) == 0 ? alive() : null;
      if (worker == null) {
        pool.obey();
        return;
      }
      if (random.nextBoolean()) {
        worker.begin(!worker.has().isEmpty() && !worker.isRunning());
      }
      deaths.add("worker-" + worker.number);
      worker.dieOf(9);
    }

    private void cancelSomething() {
      if (sinks.isEmpty()) {
        return;
      }
      Answers sink = sinks.get(random.nextInt(sinks.size()));
      cancelled.add(sink);
      if (random.nextBoolean()) {
        pool.supervisor.cancel(sink);
      } else {
        pool.supervisor.withdraw(sink);
      }
    }

    private void somethingElse() {
      FakeWorker worker = any();
      switch (random.nextInt(4)) {
        case 0 -> pool.supervisor.resize(1 + random.nextInt(4));
        case 1 -> {
          if (worker != null) {
            worker.heartbeat();
          }
        }
        case 2 -> {
          if (worker != null) {
            worker.residentBytes = random.nextInt(random.nextInt(4) == 0 ? 400 : 100);
          }
        }
        default -> pool.obey();
      }
    }

    private void check() {
      assertThat(pool.supervisor.terminated()).isDone();
      assertThat(pool.closed).isTrue();
      for (int i = 0; i < sinks.size(); i++) {
        Answers sink = sinks.get(i);
        assertThat(sink.count()).as("answers to batch %s", i).isEqualTo(counts.get(i));
        for (Object each : sink.byIndex.values()) {
          check(sink, each);
        }
      }
    }

    private void check(Answers sink, Object answer) {
      if (!(answer instanceof Failure failure)) {
        assertThat(answer).isEqualTo("value");
        return;
      }
      Throwable cause = failure.cause();
      if (cause instanceof WorkerDiedException died && died.death().signal() == 9) {
        boolean killedForMemory = died.death().likelyCause().contains("memory");
        assertThat(killedForMemory || deaths.contains(died.death().worker())).isTrue();
      } else if (cause instanceof NotReceivableException) {
        throw new AssertionError(cause);
      } else if (cause instanceof BrokenPoolException) {
        assertThat(cause).hasMessageNotContaining("the supervisor failed");
      } else if (cause instanceof CancellationException) {
        assertThat(over || cancelled.contains(sink)).isTrue();
      }
    }
  }

  @Property(tries = 1_000)
  void everyItemIsAnsweredOnceAndThePoolEnds(@ForAll("seeds") long seed) {
    new Run(seed).go();
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }
}
