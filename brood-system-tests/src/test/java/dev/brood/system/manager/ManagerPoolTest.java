package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.ManagerDiedException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableCallable;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.PoolProxy;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Waits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools that live in a manager. */
class ManagerPoolTest {

  /** A task that a manager reads over TCP where it is allowed. */
  record Square(int number) implements SerializableCallable<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer call() {
      return number * number;
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  void anyProcessGivesItTasks() throws Exception {
    try (Manager manager = Manager.start()) {
      PoolProxy pool = manager.pool(2);
      assertThat(pool.workers()).isEqualTo(2);
      long worker = pool.apply(ManagerPoolTest::pid);
      assertThat(worker).isNotEqualTo(pid()).isNotEqualTo(manager.pid().getAsLong());
      assertThat(ProcessHandle.of(worker).orElseThrow().parent().orElseThrow().pid())
          .isEqualTo(manager.pid().getAsLong());
      assertThat(pool.<Integer, Integer>apply(number -> number + 1, 1)).isEqualTo(2);
      List<Integer> items = IntStream.range(0, 100).boxed().toList();
      assertThat(pool.map(number -> number * 2, items))
          .isEqualTo(items.stream().map(number -> number * 2).toList());
      assertThat(
              pool.<Integer, Integer, Integer>map(
                  (one, other) -> one * other, items, List.of(5, 6)))
          .containsExactly(0, 6);
      CounterProxy seen = manager.counter();
      try (JvmProcess child = JvmProcess.start(() -> seen.add(pool.apply(() -> 7)))) {
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      assertThat(seen.get()).isEqualTo(7);
      // Tasks use what the manager shares.
      pool.map(
          number -> {
            seen.increment();
            return number;
          },
          items);
      assertThat(seen.get()).isEqualTo(107);
      pool.shutdown();
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
      assertThatExceptionOfType(RejectedExecutionException.class)
          .isThrownBy(() -> pool.apply(() -> 1));
      assertThatIllegalArgumentException().isThrownBy(() -> manager.pool(0));
    }
  }

  @Test
  void aTaskThatWasSubmittedCanBeAwaitedByAnybody() throws Exception {
    try (Manager manager = Manager.start()) {
      PoolProxy pool = manager.pool(() -> Pool.builder().workers(1).name("built there").build());
      Future<Long> future = pool.submit(ManagerPoolTest::pid);
      CounterProxy seen = manager.counter();
      try (JvmProcess child = JvmProcess.start(() -> seen.set(get(future)))) {
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      assertThat(seen.get()).isEqualTo(get(future));
      assertThat(get(future)).isPositive();
      assertThat(future.isDone()).isTrue();
      assertThat(future.state()).isEqualTo(Future.State.SUCCESS);
      Future<Integer> fails = pool.submit(number -> 1 / number, 0);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> get(fails))
          .withCauseInstanceOf(ArithmeticException.class);
      Future<Integer> dies =
          pool.submit(() -> {
            Runtime.getRuntime().halt(3);
            return 0;
          });
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> get(dies))
          .withCauseInstanceOf(WorkerDiedException.class);
      EventProxy begun = manager.event();
      Future<Integer> endless =
          pool.submit(() -> {
            begun.set();
            Waits.untilInterrupted();
            return 0;
          });
      begun.await();
      assertThat(endless.cancel(true)).isTrue();
      assertThat(endless.isCancelled()).isTrue();
      assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> get(endless));
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
      pool.shutdownNow();
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    }
  }

  @Test
  void anInterruptedCallerStopsItsTask() throws Exception {
    try (Manager manager = Manager.start()) {
      PoolProxy pool = manager.pool(1);
      EventProxy begun = manager.event();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  pool.apply(() -> {
                    begun.set();
                    Waits.untilInterrupted();
                    return 0;
                  });
                } catch (InterruptedException expected) {
                  Thread.currentThread().interrupt();
                }
              });
      begun.await();
      caller.interrupt();
      assertThat(caller.join(Delays.PATIENT)).isTrue();
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
      pool.shutdownNow();
    }
  }

  @Test
  void endsWhenNobodyUsesItButNotBefore() throws Exception {
    try (Manager manager = Manager.start()) {
      PoolProxy pool = manager.pool(1);
      EventProxy go = manager.event();
      Future<Long> future =
          pool.submit(() -> {
            go.await();
            return pid();
          });
      Proxies.release(pool);
      collect(manager);
      go.set();
      long worker = get(future);
      assertThat(Leftovers.isRunning(worker)).isTrue();
      Proxies.release(future);
      Waits.until(
          "the pool has ended",
          () -> {
            collect(manager);
            return !Leftovers.isRunning(worker);
          });
    }
  }

  /** Has the manager's garbage collected, and what has gone closed. */
  private static void collect(Manager manager) {
    long _ =
        Proxies.apply(
            manager.counter(),
            each -> {
              System.gc();
              return each.get();
            });
    assertThat(manager.objectCount()).isPositive();
  }

  @Test
  void endsWithItsManager() throws Exception {
    long worker;
    try (Manager other = Manager.start()) {
      PoolProxy pool = other.pool(1);
      worker = pool.apply(ManagerPoolTest::pid);
      Future<Integer> lost = pool.submit(() -> Waits.untilInterrupted(1));
      ProcessHandle.of(other.pid().getAsLong()).orElseThrow().destroyForcibly();
      assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(lost::get);
      Waits.until("its worker has ended", () -> !Leftovers.isRunning(worker));
    }
    Future<Integer> endless;
    long second;
    try (Manager here = Manager.builder().serve()) {
      PoolProxy pool = here.pool(1);
      second = pool.apply(ManagerPoolTest::pid);
      endless = pool.submit(() -> Waits.untilInterrupted(1));
    }
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(endless::isCancelled);
    Waits.until("its worker has ended", () -> !Leftovers.isRunning(second));
  }

  @Test
  void readsOverTcpOnlyTasksThatAreAllowed() throws Exception {
    byte[] key = new byte[16];
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Manager server = Manager.builder().listen(any, key).allow(Square.class).serve();
        Manager client = Manager.connect(server.address().orElseThrow(), key)) {
      PoolProxy pool = client.pool(1);
      assertThat(pool.<Integer>apply(new Square(7))).isEqualTo(49);
      assertThatExceptionOfType(NotReceivableException.class).isThrownBy(() -> pool.apply(() -> 1));
    }
  }
}
