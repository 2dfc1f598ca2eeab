package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.BrokenPoolException;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.system.program.SharedExecutorOwner;
import dev.brood.system.support.Board;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor that a program shares. */
class SharedExecutorTest {

  /** Tests leave nothing behind; programs need not do this. */
  @AfterEach
  void end() {
    ProcessPoolExecutor.shared(1).pool().close();
  }

  @Test
  void isTheSameEverywhereAndGrowsWhenAsked() {
    ProcessPoolExecutor first = ProcessPoolExecutor.shared(1);
    assertThat(first.pool().workers()).isEqualTo(1);
    long pid = first.submit(PoolTasks::pid).join();
    ProcessPoolExecutor second = ProcessPoolExecutor.shared(3);
    assertThat(second).isSameAs(first);
    assertThat(first.pool().workers()).isEqualTo(3);
    assertThat(ProcessPoolExecutor.shared(2).pool().workers()).isEqualTo(3);
    assertThat(second.submit(PoolTasks::pid).join()).as("kept warm").isEqualTo(pid);
  }

  @Test
  void hasAsManyWorkersAsAreAskedForAlsoAfterItShrank() {
    ProcessPoolExecutor shared = ProcessPoolExecutor.shared(3);
    shared.resize(1);
    assertThat(shared.pool().workers()).isEqualTo(1);
    assertThat(ProcessPoolExecutor.shared(1).pool().workers()).isEqualTo(1);
    assertThat(ProcessPoolExecutor.shared(2).pool().workers()).isEqualTo(2);
    shared.pool().resize(1);
    assertThat(ProcessPoolExecutor.shared(3).pool().workers()).isEqualTo(3);
  }

  @Test
  void runsAsManyTasksAtOnceAsItHasGrownTo(@TempDir Path folder) {
    Board board = Board.in(folder);
    ProcessPoolExecutor.shared(1).submit(() -> 0).join();
    ProcessPoolExecutor shared = ProcessPoolExecutor.shared(3);
    List<CompletableFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(
          shared.submit(() -> {
            board.add("running", "");
            return board.await("go");
          }));
    }
    board.await("running", 3);
    board.post("go", "gone");
    assertThat(futures).allMatch(each -> each.join().equals("gone"));
  }

  @Test
  void aNewOneTakesThePlaceOfOneThatHasBroken() {
    ProcessPoolExecutor shared = ProcessPoolExecutor.shared(2);
    Waits.until(
        "too many workers have died",
        () -> {
          for (int i = 0; i < 4 && !shared.isShutdown(); i++) {
            try {
              var _ = shared.submit(SharedExecutorTest::halt);
            } catch (BrokenPoolException e) {
              assertThat(shared.isShutdown()).isTrue();
            }
          }
          return shared.isShutdown();
        });
    ProcessPoolExecutor next = ProcessPoolExecutor.shared(1);
    assertThat(next).isNotSameAs(shared);
    assertThat(next.submit(() -> 1).join()).isEqualTo(1);
    assertThatExceptionOfType(BrokenPoolException.class).isThrownBy(() -> shared.submit(() -> 1));
    shared.pool().close();
  }

  private static int halt() {
    Runtime.getRuntime().halt(1);
    return 1;
  }

  @Test
  void nobodyCanEndIt() throws Exception {
    ProcessPoolExecutor shared = ProcessPoolExecutor.shared(1);
    shared.shutdown();
    assertThat(shared.shutdownNow()).isEmpty();
    shared.close();
    assertThat(shared.isShutdown()).isFalse();
    assertThat(PoolTasks.get(shared.submit(() -> 1))).isEqualTo(1);
    assertThat(ProcessPoolExecutor.shared(1)).isSameAs(shared);
  }

  @Test
  void aNewOneTakesThePlaceOfOneThatEnded() {
    ProcessPoolExecutor shared = ProcessPoolExecutor.shared(1);
    shared.pool().close();
    ProcessPoolExecutor next = ProcessPoolExecutor.shared(1);
    assertThat(next).isNotSameAs(shared);
    assertThat(next.submit(() -> 1).join()).isEqualTo(1);
  }

  @Test
  void manyThreadsGetTheSame() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ProcessPoolExecutor>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int workers = 1 + i % 3;
        all.add(
            threads.submit(() -> {
              ProcessPoolExecutor shared = ProcessPoolExecutor.shared(workers);
              assertThat(shared.submit(() -> 1).join()).isEqualTo(1);
              return shared;
            }));
      }
      for (Future<ProcessPoolExecutor> each : all) {
        assertThat(PoolTasks.get(each)).isSameAs(ProcessPoolExecutor.shared(1));
      }
    }
    assertThat(ProcessPoolExecutor.shared(1).pool().workers()).isEqualTo(3);
  }

  @Test
  void aWorkerHasOneOfItsOwn() {
    assertThat(ProcessPoolExecutor.shared(1).submit(SharedExecutorTest::ofTheWorker).join())
        .isEqualTo(49);
  }

  private static int ofTheWorker() {
    return ProcessPoolExecutor.shared(1).submit(PoolTasks::square, 7).join();
  }

  @Test
  void doesNotKeepTheProgramFromEnding(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(SharedExecutorOwner.class, board.folder())) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(owner.error()).isEmpty();
      long worker = board.awaitLong("worker");
      Waits.until("the worker ends", () -> !Leftovers.isRunning(worker));
      assertThat(Leftovers.foldersOf(owner.pid())).isEmpty();
    }
  }
}
