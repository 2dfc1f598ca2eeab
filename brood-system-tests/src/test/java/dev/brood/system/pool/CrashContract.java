package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.RemoteTaskException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableRunnable;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.pool.Pool.WorkerStart;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker dies, in all the ways there are: only the guilty task fails, and the pool goes on. */
abstract class CrashContract {
  private static final int ITEMS = 24;
  private static final int GUILTY = 11;

  @TempDir Path folder;

  /** Returns a builder of pools with the transport in question. */
  abstract Pool.Builder builder();

  final Pool pool(int workers) {
    return builder().workers(workers).stdio(Stdio.listener((source, line) -> {})).build();
  }

  /** Ways to die, and what is to be told of each. */
  enum Death {
    EXIT(0, 0) {
      @Override
      void die() {
        System.exit(0);
      }
    },
    EXIT_WITH_CODE(99, 0) {
      @Override
      void die() {
        System.exit(99);
      }
    },
    EXIT_WITH_CODE_OF_A_SIGNAL(137, 0) {
      @Override
      void die() {
        System.exit(137);
      }
    },
    HALT(5, 0) {
      @Override
      void die() {
        Runtime.getRuntime().halt(5);
      }
    },
    SIGKILL(WorkerDeath.UNKNOWN, 9) {
      @Override
      void die() {
        killSelf("KILL");
      }
    },
    SIGSEGV(WorkerDeath.UNKNOWN, 6) {
      @Override
      void die() {
        killSelf("SEGV");
      }
    },
    SIGTERM(WorkerDeath.UNKNOWN, 15) {
      @Override
      void die() {
        killSelf("TERM");
      }
    };

    private final int exitCode;
    private final int signal;

    Death(int exitCode, int signal) {
      this.exitCode = exitCode;
      this.signal = signal;
    }

    abstract void die();

    private static void killSelf(String signal) {
      try {
        new ProcessBuilder("kill", "-" + signal, "" + ProcessHandle.current().pid()).start();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Waits.spin();
    }
  }

  /** Maps so that one item fails; returns its failure when all others were done. */
  private Throwable onlyTheGuiltyFails(Pool pool, MapOptions options, SerializableRunnable crime) {
    Board board = Board.in(folder);
    Throwable failure = null;
    try {
      pool.map(
          number -> {
            if (number == GUILTY) {
              crime.run();
            }
            board.add("done", number);
            return number;
          },
          PoolTasks.upTo(ITEMS),
          options);
    } catch (Throwable t) {
      failure = t;
    }
    assertThat(failure).isNotNull();
    Set<String> done = new HashSet<>(board.all("done"));
    assertThat(done).as("done beside " + failure).hasSize(ITEMS - 1);
    assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
    return failure;
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheGuiltyItemFails(Death death) {
    try (Pool pool = pool(2)) {
      assertThat(onlyTheGuiltyFails(pool, MapOptions.defaults(), death::die))
          .isInstanceOfSatisfying(
              WorkerDiedException.class,
              e -> {
                assertThat(e.death().exitCode()).isEqualTo(death.exitCode);
                assertThat(e.death().signal()).isEqualTo(death.signal);
                assertThat(e.pid()).isPositive();
                assertThat(e.index()).isEqualTo(GUILTY);
                assertThat(e).hasMessageContaining("pid=" + e.pid());
              });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 24, 100})
  void itemsOfTheSameChunkAreNotLost(int chunk) {
    try (Pool pool = pool(2)) {
      assertThat(onlyTheGuiltyFails(pool, MapOptions.chunk(chunk), Death.HALT::die))
          .isInstanceOf(WorkerDiedException.class);
    }
  }

  @Test
  void theLastLinesOfTheDeadAreTold() {
    try (Pool pool = pool(1)) {
      assertThatExceptionOfType(WorkerDiedException.class)
          .isThrownBy(() ->
              pool.<Object>apply(() -> {
                System.err.println("last words");
                Runtime.getRuntime().halt(3);
                return null;
              }))
          .withMessageContaining("last words")
          .satisfies(e -> assertThat(e.death().lastOutput()).contains("last words"));
    }
  }

  @Test
  void aFutureFailsAsAnyCaller() {
    try (Pool pool = pool(1)) {
      CompletableFuture<Object> future =
          pool.applyAsync(() -> {
            Death.EXIT_WITH_CODE.die();
            return null;
          });
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> PoolTasks.get(future))
          .havingCause()
          .isInstanceOf(WorkerDiedException.class);
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @Test
  void aStreamFailsAtThePlaceOfTheGuilty() {
    List<Integer> seen = new ArrayList<>();
    try (Pool pool = pool(2)) {
      assertThatExceptionOfType(WorkerDiedException.class)
          .isThrownBy(() ->
              pool.imap(
                      number -> {
                        if (number == GUILTY) {
                          Death.HALT.die();
                        }
                        return number;
                      },
                      PoolTasks.upTo(ITEMS),
                      MapOptions.chunk(3))
                  .forEach(seen::add));
      assertThat(seen).isEqualTo(PoolTasks.upTo(GUILTY));
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  /** Results of quick items are shown to the owner together; a death must not take them along. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 31, 700, 1_999})
  void quickResultsBeforeADeathAreNotLost(int place) {
    try (Pool pool = pool(1)) {
      assertThat(pool.map(number -> number, PoolTasks.upTo(50_000))).hasSize(50_000);
      List<Integer> arrived = new ArrayList<>();
      try (Stream<Integer> results =
          pool.imap(
              number -> {
                if (number == place) {
                  Runtime.getRuntime().halt(5);
                }
                return number;
              },
              PoolTasks.upTo(2_000),
              MapOptions.chunk(2_000))) {
        assertThatExceptionOfType(WorkerDiedException.class)
            .isThrownBy(() -> results.forEach(arrived::add));
      }
      assertThat(arrived).isEqualTo(PoolTasks.upTo(place));
    }
  }

  @Test
  void everyTaskMayKillItsWorker() {
    try (Pool pool = pool(2)) {
      for (int i = 0; i < 8; i++) {
        assertThatExceptionOfType(WorkerDiedException.class)
            .isThrownBy(() ->
                pool.<Object>apply(() -> {
                  Death.HALT.die();
                  return null;
                }));
      }
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @Test
  void aStackOverflowCostsItsItemOnly() {
    try (Pool pool = pool(2)) {
      assertThat(onlyTheGuiltyFails(pool, MapOptions.defaults(), CrashContract::overflow))
          .isInstanceOf(StackOverflowError.class);
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void overflow() {
    overflow();
  }

  @Test
  void anExhaustedHeapCostsItsItemOnly() {
    try (Pool pool = builder().workers(2).jvm(JvmOptions.defaults().withHeap("32m")).build()) {
      assertThat(onlyTheGuiltyFails(pool, MapOptions.chunk(6), CrashContract::exhaust))
          .isInstanceOfAny(OutOfMemoryError.class, WorkerDiedException.class);
    }
  }

  private static void exhaust() {
    List<byte[]> blocks = new ArrayList<>();
    while (blocks.size() < 100_000) {
      blocks.add(new byte[100_000]);
    }
  }

  // --- Values that cannot be written or read ---

  /** What happens when a value is written or read. */
  enum Trouble {
    NONE,
    THROWS,
    EXITS,
    DIES;

    void strike() throws IOException {
      switch (this) {
        case NONE -> {}
        case THROWS -> throw new IOException("trouble");
        case EXITS -> System.exit(98);
        case DIES -> Runtime.getRuntime().halt(98);
      }
    }
  }

  /** A value with trouble when it is written in a worker, or when it is read somewhere. */
  private static final class Troubled implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Trouble written;
    private final Trouble read;

    Troubled(Trouble written, Trouble read) {
      this.written = written;
      this.read = read;
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      written.strike();
      out.defaultWriteObject();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read.strike();
    }
  }

  private static Object itemOf(int number, Trouble read) {
    return number == GUILTY ? new Troubled(Trouble.NONE, read) : number;
  }

  private static List<Object> itemsWith(Trouble read) {
    List<Object> items = new ArrayList<>();
    for (int number : PoolTasks.upTo(ITEMS)) {
      items.add(itemOf(number, read));
    }
    return items;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 24})
  void anArgumentThatThrowsWhenReadFailsItsItemOnly(int chunk) {
    Throwable failure = mapTroubled(Trouble.THROWS, chunk);
    assertThat(failure).isInstanceOf(NotReceivableException.class).hasRootCauseMessage("trouble");
  }

  @ParameterizedTest
  @EnumSource(names = {"EXITS", "DIES"})
  void anArgumentThatKillsItsReaderFailsItsItemOnly(Trouble trouble) {
    for (int chunk : new int[] {1, 24}) {
      assertThat(mapTroubled(trouble, chunk))
          .isInstanceOfSatisfying(
              WorkerDiedException.class,
              e -> {
                assertThat(e.death().exitCode()).isEqualTo(98);
                assertThat(e.index()).isEqualTo(GUILTY);
              });
    }
  }

  private Throwable mapTroubled(Trouble trouble, int chunk) {
    Board board = Board.in(folder);
    String prefix = "run-" + trouble + "-" + chunk + "-";
    try (Pool pool = pool(2)) {
      Throwable failure = null;
      try {
        pool.map(
            item -> {
              board.add(prefix, item);
              return 0;
            },
            itemsWith(trouble),
            MapOptions.chunk(chunk));
      } catch (Throwable t) {
        failure = t;
      }
      assertThat(new HashSet<>(board.all(prefix))).hasSize(ITEMS - 1);
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      assertThat(failure).isNotNull();
      return failure;
    }
  }

  @Test
  void aResultThatThrowsWhenWrittenFailsItsItemOnly() {
    try (Pool pool = pool(2)) {
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.apply(CrashContract::troubled, Trouble.THROWS, Trouble.NONE))
          .withStackTraceContaining("trouble");
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EXITS", "DIES"})
  void aResultThatKillsItsWriterFailsItsItemOnly(Trouble trouble) {
    try (Pool pool = pool(2)) {
      assertThatExceptionOfType(WorkerDiedException.class)
          .isThrownBy(() -> pool.apply(CrashContract::troubled, trouble, Trouble.NONE))
          .satisfies(e -> assertThat(e.death().exitCode()).isEqualTo(98));
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @Test
  void aResultThatThrowsWhenReadFailsItsItemOnly() {
    try (Pool pool = pool(2)) {
      for (int i = 0; i < 5; i++) {
        assertThatExceptionOfType(NotReceivableException.class)
            .isThrownBy(() -> pool.apply(CrashContract::troubled, Trouble.NONE, Trouble.THROWS));
        CompletableFuture<Object> future =
            pool.applyAsync(CrashContract::troubled, Trouble.NONE, Trouble.THROWS);
        assertThatThrownBy(() -> PoolTasks.get(future))
            .hasCauseInstanceOf(NotReceivableException.class);
      }
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  private static Object troubled(Trouble written, Trouble read) {
    return new Troubled(written, read);
  }

  @Test
  void aFailureThatCannotBeRebuiltComesAsAStandIn() {
    try (Pool pool = pool(2)) {
      assertThat(
              onlyTheGuiltyFails(
                  pool,
                  MapOptions.chunk(6),
                  () -> {
                    throw new Unreadable();
                  }))
          .isInstanceOfSatisfying(
              RemoteTaskException.class,
              e -> assertThat(e.remoteClassName()).isEqualTo(Unreadable.class.getName()));
    }
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("on purpose");
    }
  }

  @Test
  void aDeathWhileMuchIsBeingSentFailsThatTaskOnly() {
    byte[] much = new byte[20_000_000];
    try (Pool pool = pool(1)) {
      for (Trouble trouble : new Trouble[] {Trouble.EXITS, Trouble.DIES}) {
        Object[] cargo = {new Troubled(Trouble.NONE, trouble), much};
        assertThatExceptionOfType(WorkerDiedException.class)
            .isThrownBy(() -> pool.apply(array -> 1, cargo));
      }
      assertThat(pool.map(bytes -> bytes.length, List.of(much))).containsExactly(much.length);
    }
  }

  // --- Deaths that are nobody's fault ---

  @Test
  void idleWorkersThatAreKilledAreReplaced() {
    try (Pool pool = pool(3)) {
      for (int round = 0; round < 4; round++) {
        Waits.until("three workers", () -> pool.workerPids().size() == 3);
        Set<Long> old = Set.copyOf(pool.workerPids());
        old.forEach(CrashContract::kill);
        Waits.until(
            "three others than " + old,
            () -> pool.workerPids().size() == 3 && Collections.disjoint(pool.workerPids(), old));
      }
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(100))).hasSize(100);
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void whatADeadWorkerHadNotBegunIsGivenToAnother() throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(1)) {
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        futures.add(
            pool.applyAsync(
                number -> {
                  if (number == 0 && board.postFirst("first")) {
                    board.await("go");
                  }
                  return number;
                },
                i));
      }
      Waits.until("the first runs", () -> board.has("first"));
      kill(pool.workerPids().getFirst());
      assertThatThrownBy(() -> PoolTasks.get(futures.get(0)))
          .hasCauseInstanceOf(WorkerDiedException.class);
      for (int i = 1; i < 200; i++) {
        assertThat(PoolTasks.get(futures.get(i))).isEqualTo(i);
      }
    }
  }

  @Test
  void closeCompletesThoughAWorkerDies() throws Exception {
    List<CompletableFuture<Object>> futures = new ArrayList<>();
    try (Pool pool = pool(2)) {
      for (int i = 0; i < 20; i++) {
        futures.add(
            pool.applyAsync(
                number -> {
                  if (number == 5) {
                    Death.HALT.die();
                  }
                  return number;
                },
                i));
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(futures.get(i).isCompletedExceptionally()).isEqualTo(i == 5);
    }
  }

  // --- Deaths in the initializer ---

  @ParameterizedTest
  @EnumSource(names = {"EXIT_WITH_CODE", "HALT", "SIGKILL"})
  void aDeathInTheInitializerFailsThePool(Death death) {
    assertThatThrownBy(() -> builder().workers(2).initializer(death::die).build())
        .isInstanceOfAny(WorkerDiedException.class, BrokenPoolException.class);
  }

  @Test
  void aDeathInALaterInitializerBreaksThePool() {
    Board board = Board.in(folder);
    try (Pool pool =
        builder()
            .workers(2)
            .start(WorkerStart.ON_DEMAND)
            .maxTasksPerWorker(1)
            .initializer(() -> {
              if (!board.postFirst("first")) {
                Death.HALT.die();
              }
            })
            .build()) {
      assertThat(pool.apply(PoolTasks::square, 2)).isEqualTo(4);
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> pool.apply(PoolTasks::square, 1))
          .havingCause()
          .isInstanceOf(WorkerDiedException.class);
      assertThatThrownBy(() -> pool.applyAsync(PoolTasks::square, 1))
          .isInstanceOf(BrokenPoolException.class);
    }
  }

  // --- Random kills ---

  /** A pool that takes deaths for granted. */
  private Pool.Builder stormProof() {
    return builder().restartLimit(Integer.MAX_VALUE, Duration.ofSeconds(1));
  }

  @Test
  void survivesRandomKills() throws Exception {
    RandomKills.during(this::stormProof, 3, TimeUnit.SECONDS);
  }

  @Test
  @org.junit.jupiter.api.Tag("chaos")
  void survivesRandomKillsForLong() throws Exception {
    RandomKills.during(this::stormProof, 120, TimeUnit.SECONDS);
  }
}
