package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool with several users, and how its workers begin. */
interface PoolSharing extends PoolPlace {

  @Test
  default void usesAllItsWorkersAtOnce(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(3)) {
      assertThat(pool.workers()).isEqualTo(3);
      CompletableFuture<List<String>> all =
          pool.mapAsync(
              number -> {
                board.post("up" + number, "");
                return board.await("go");
              },
              PoolTasks.upTo(3),
              MapOptions.chunk(1));
      board.await("up", 3);
      board.post("go", "!");
      assertThat(PoolTasks.get(all)).containsExactly("!", "!", "!");
    }
  }

  @Test
  default void manyThreadsShareAPool() throws Exception {
    try (Pool pool = pool(2);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      callFromMany(pool, threads, 8, 100);
    }
  }

  @Test
  default void manyVirtualThreadsShareAPool() throws Exception {
    try (Pool pool = pool(2);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      callFromMany(pool, threads, 300, 5);
    }
  }

  private static void callFromMany(Pool pool, ExecutorService threads, int callers, int calls)
      throws Exception {
    List<Future<Integer>> sums = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int caller = i;
      sums.add(
          threads.submit(() -> {
            int sum = 0;
            for (int call = 0; call < calls; call++) {
              int n = caller * calls + call;
              sum +=
                  switch (n % 4) {
                    case 0 -> pool.apply(x -> x, n);
                    case 1 -> pool.applyAsync(x -> x, n).join();
                    case 2 -> pool.map(x -> x, List.of(n, 0)).get(0);
                    default -> pool.imap(x -> x, List.of(n)).toList().get(0);
                  };
            }
            return sum;
          }));
    }
    int sum = 0;
    for (Future<Integer> each : sums) {
      sum += PoolTasks.get(each);
    }
    int all = callers * calls;
    assertThat(sum).isEqualTo(all * (all - 1) / 2);
  }

  @Test
  default void aWaitingCallerCanBeInterruptedAndThePoolGoesOn(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(1)) {
      for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        String up = "up-" + kind.getClass().getSimpleName();
        for (boolean many : new boolean[] {false, true}) {
          AtomicReference<Throwable> thrown = new AtomicReference<>();
          AtomicReference<Boolean> flag = new AtomicReference<>();
          String go = up + many + "-go";
          Thread caller =
              kind.start(() -> {
                try {
                  Object _ =
                      many
                          ? pool.map(x -> waitFor(board, up + x, go), List.of("many"))
                          : pool.apply(x -> waitFor(board, up + x, go), "one");
                } catch (Throwable t) {
                  thrown.set(t);
                }
                flag.set(Thread.currentThread().isInterrupted());
              });
          board.await(up + (many ? "many" : "one"));
          caller.interrupt();
          assertThat(caller.join(Delays.PATIENT)).isTrue();
          assertThat(thrown.get()).isInstanceOf(CancellationException.class);
          assertThat(flag.get()).isTrue();
          board.post(go, "");
          assertThat(pool.apply(PoolTasks::square, 4)).isEqualTo(16);
        }
      }
    }
  }

  private static String waitFor(Board board, String up, String go) {
    board.post(up, "");
    return board.await(go);
  }

  @Test
  default void aTaskMayUseAPoolOfItsOwn() {
    try (Pool pool = pool(2)) {
      assertThat(pool.map(PoolSharing::sumOfSquares, List.of(3, 4))).containsExactly(5, 14);
    }
  }

  private static int sumOfSquares(int end) {
    try (Pool inner = Pool.of(1)) {
      return inner.map(PoolTasks::square, PoolTasks.upTo(end)).stream()
          .mapToInt(Integer::intValue)
          .sum();
    }
  }

  @Test
  default void keepsNeitherArgumentsNorResults() {
    try (Pool pool = pool(1)) {
      List<WeakReference<Object>> held = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        passThrough(pool, held);
      }
      assertThat(pool.apply(PoolTasks::square, 2)).isEqualTo(4);
      Waits.until(
          "collected: " + held.size(),
          () -> {
            System.gc();
            return held.stream().allMatch(each -> each.refersTo(null));
          });
    }
  }

  private static void passThrough(Pool pool, List<WeakReference<Object>> held) {
    for (int form = 0; form < 4; form++) {
      int[] argument = {1, 2};
      int[] result =
          switch (form) {
            case 0 -> pool.apply(x -> x, argument);
            case 1 -> pool.map(x -> x, List.of(argument)).get(0);
            case 2 -> pool.imap(x -> x, List.of(argument)).toList().get(0);
            default -> pool.imapUnordered(x -> x, List.of(argument)).toList().get(0);
          };
      held.add(new WeakReference<>(argument));
      held.add(new WeakReference<>(result));
    }
  }

  /** The argument of the last task that said so. */
  final class Received {
    private static WeakReference<Object> last = new WeakReference<>(null);

    private Received() {}

    static int keep(Object argument) {
      last = new WeakReference<>(argument);
      return 0;
    }

    static boolean isCollected() {
      return Waits.within(
          Delays.PATIENT,
          () -> {
            System.gc();
            return last.refersTo(null);
          });
    }
  }

  @Test
  default void workersKeepNoArguments() {
    try (Pool pool = pool(1)) {
      pool.apply(Received::keep, new int[] {1});
      assertThat(pool.apply(Received::isCollected)).isTrue();
      pool.map(Received::keep, List.of(new int[] {1}));
      assertThat(pool.apply(Received::isCollected)).isTrue();
    }
  }

  @Test
  default void theInitializerRunsOnceInEachWorkerBeforeItsTasks(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    try (Pool pool =
        builder().workers(2).initializer(text -> board.add("init", text), "hello").build()) {
      CompletableFuture<List<Integer>> all =
          pool.mapAsync(
              number -> {
                board.post("up" + number, "");
                board.await("up", 2);
                return board.all("init").size();
              },
              PoolTasks.upTo(2),
              MapOptions.chunk(1));
      assertThat(PoolTasks.get(all)).containsExactly(2, 2);
      pool.map(PoolTasks::square, PoolTasks.upTo(100));
      assertThat(board.all("init")).containsExactly("hello", "hello");
    }
  }

  @Test
  default void aFailingInitializerFailsThePoolWithItsException() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            builder()
                .workers(2)
                .initializer(() -> {
                  throw new IllegalArgumentException("no database");
                })
                .build())
        .withMessage("no database");
  }

  @Test
  default void anInitializerThatFailsInTheLastWorkerOnlyFailsThePool(@TempDir Path folder) {
    Board board = Board.in(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            builder()
                .workers(3)
                .initializer(() -> {
                  if (board.postFirst("one") || board.postFirst("two")) {
                    board.add("ready", "");
                    return;
                  }
                  board.await("ready", 2);
                  throw new IllegalArgumentException("no third connection");
                })
                .build())
        .withMessage("no third connection");
  }
}
