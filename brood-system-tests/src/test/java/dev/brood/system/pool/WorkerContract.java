package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.RemoteTaskException;
import dev.brood.jvm.JvmOptions;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.pool.Pool.WorkerStart;
import dev.brood.pool.TaskContext;
import dev.brood.pool.WorkerLocal;
import dev.brood.process.JvmProcess;
import dev.brood.system.program.ForgottenPool;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Lines;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for pools whose workers are JVMs. */
abstract class WorkerContract {
  @TempDir Path folder;

  /** Returns a builder of pools with the transport in question. */
  abstract Pool.Builder builder();

  final Pool pool(int workers) {
    return builder().workers(workers).build();
  }

  // --- Workers ---

  @Test
  void workersAreOtherProcessesAndDaemons() {
    try (Pool pool = pool(2)) {
      Waits.until("two workers", () -> pool.workerPids().size() == 2);
      List<Long> pids = pool.workerPids();
      assertThat(pids).doesNotHaveDuplicates().doesNotContain(ProcessHandle.current().pid());
      Set<Long> used =
          new HashSet<>(pool.map(x -> PoolTasks.pid(), PoolTasks.upTo(200), MapOptions.chunk(1)));
      assertThat(pids).containsAll(used);
      assertThat(pool.<Boolean>apply(() -> JvmProcess.current().daemon())).isTrue();
      assertThat(pool.<Long>apply(() -> JvmProcess.parent().orElseThrow().pid()))
          .isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void workersCarryTheNameOfThePool() {
    try (Pool pool = builder().workers(1).name("hive").build()) {
      assertThat(pool.<String>apply(() -> JvmProcess.current().name())).startsWith("hive-worker-");
    }
  }

  @Test
  void workersOnDemandStartWithTheWork() {
    try (Pool pool = builder().workers(4).start(WorkerStart.ON_DEMAND).build()) {
      assertThat(pool.workerPids()).isEmpty();
      for (int i = 0; i < 5; i++) {
        assertThat(pool.apply(PoolTasks::square, i)).isEqualTo(i * i);
      }
      assertThat(pool.workerPids()).hasSize(1);
    }
  }

  @Test
  void workersOnDemandGrowWithTheWork() throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(3).start(WorkerStart.ON_DEMAND).build()) {
      List<CompletableFuture<String>> futures = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        futures.add(
            pool.applyAsync(
                name -> {
                  board.post(name, "");
                  return board.await("go");
                },
                "up" + i));
      }
      board.await("up", 3);
      assertThat(pool.workerPids()).hasSize(3);
      board.post("go", "!");
      for (CompletableFuture<String> future : futures) {
        assertThat(PoolTasks.get(future)).isEqualTo("!");
      }
      assertThat(pool.workerPids()).hasSize(3);
    }
  }

  @Test
  void aDozenWorkersShareTheWork() {
    try (Pool pool = pool(12)) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(1000)).stream().mapToInt(x -> x).sum())
          .isEqualTo(332_833_500);
    }
  }

  @Test
  void workersTakeTheOptionsAndTheStreamsOfThePool() {
    Lines lines = new Lines();
    try (Pool pool =
        builder()
            .workers(1)
            .jvm(JvmOptions.defaults().withHeap("40m").withEnvironment("BROOD_TEST", "set"))
            .stdio(lines.stdio())
            .build()) {
      assertThat(pool.<Long>apply(() -> Runtime.getRuntime().maxMemory() >> 20))
          .isBetween(32L, 40L);
      assertThat(pool.<String>apply(() -> System.getenv("BROOD_TEST"))).isEqualTo("set");
      pool.<Object>apply(() -> {
        System.out.println("printed");
        return null;
      });
    }
    assertThat(lines.output()).containsExactly("printed");
  }

  private static int inits;

  @Test
  void stateOfAWorkerStaysBetweenTasks() {
    try (Pool pool = pool(1)) {
      List<Integer> counts = pool.map(x -> ++inits, PoolTasks.upTo(5), MapOptions.chunk(2));
      assertThat(counts).containsExactly(1, 2, 3, 4, 5);
      assertThat(inits).isZero();
    }
  }

  @Test
  void theFunctionIsReadOncePerWorkerAndCall() {
    Counting counting = new Counting();
    try (Pool pool = pool(2)) {
      List<Integer> reads = pool.map(counting::reads, PoolTasks.upTo(500), MapOptions.chunk(1));
      assertThat(reads).containsOnly(1);
    }
  }

  private static final class Counting implements Serializable {
    private static final long serialVersionUID = 1L;
    private static int reads;

    @java.io.Serial
    private void readObject(java.io.ObjectInputStream in)
        throws java.io.IOException, ClassNotFoundException {
      in.defaultReadObject();
      reads++;
    }

    int reads(int ignored) {
      return reads;
    }
  }

  @Test
  void aPoolInsideAChildWorks() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child =
        JvmProcess.start(() -> {
          try (Pool pool = Pool.of(2)) {
            board.post("squares", pool.map(PoolTasks::square, List.of(1, 2, 3)));
          }
        })) {
      child.join();
      assertThat(child.failure()).isEmpty();
    }
    assertThat(board.await("squares")).isEqualTo("[1, 4, 9]");
  }

  // --- What travels ---

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8_191, 8_192, 8_193, 65_536, 1_000_003, 5_000_000})
  void arraysOfAllSizesComeBackWhole(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    try (Pool pool = pool(1)) {
      assertThat(Arrays.equals(pool.apply(x -> x, bytes), bytes)).isTrue();
      assertThat(pool.map(x -> x.length, List.of(bytes, bytes))).containsExactly(length, length);
    }
  }

  @Test
  void aHundredMegabytesComeBackWhole() {
    byte[] bytes = new byte[100_000_000];
    for (int i = 0; i < bytes.length; i += 4099) {
      bytes[i] = (byte) i;
    }
    try (Pool pool = builder().workers(1).jvm(JvmOptions.defaults().withHeap("700m")).build()) {
      assertThat(Arrays.equals(pool.apply(x -> x, bytes), bytes)).isTrue();
    }
  }

  @Test
  void largeTextsAndListsComeBackWhole() {
    String text = "äöü ".repeat(300_000);
    List<String> list = PoolTasks.upTo(50_000).stream().map(x -> "number " + x).toList();
    try (Pool pool = pool(1)) {
      assertThat(pool.apply(x -> x, text).equals(text)).isTrue();
      assertThat(pool.apply(x -> x, list).equals(list)).isTrue();
    }
  }

  // --- What cannot travel ---

  @SuppressWarnings("serial")
  private record Box(Object content) implements Serializable {}

  private static void assertNames(NotSendableException e, String path, Class<?> offender) {
    assertThat(e.path()).endsWith(path);
    assertThat(e.offender()).isEqualTo(offender.getName());
  }

  @Test
  void anArgumentThatCannotBeSentFailsInTheCaller() {
    try (Pool pool = pool(1)) {
      Box box = new Box(new Thread());
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.apply(Box::toString, box))
          .satisfies(e -> assertNames(e, "content", Thread.class));
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.applyAsync(Box::toString, box))
          .satisfies(e -> assertNames(e, "content", Thread.class));
      assertThat(pool.apply(PoolTasks::square, 4)).isEqualTo(16);
    }
  }

  @Test
  void aFunctionThatCannotBeSentFailsInTheCaller() {
    ForkJoinPool executor = ForkJoinPool.commonPool();
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(1)) {
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.map(x -> executor.submit(() -> x), List.of(1)))
          .withMessageContaining("ForkJoinPool");
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.imap(x -> executor.toString(), PoolTasks.endless(taken)));
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.mapAsync(x -> executor.toString(), List.of(1)));
      assertThat(taken).hasValue(0);
      assertThat(pool.apply(PoolTasks::square, 4)).isEqualTo(16);
    }
  }

  @Test
  void anItemThatCannotBeSentFailsTheMap() {
    List<Box> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(new Box(i == 11 ? new Thread() : i));
    }
    try (Pool pool = pool(2)) {
      for (int chunk : new int[] {1, 3, 50}) {
        assertThatExceptionOfType(NotSendableException.class)
            .isThrownBy(() -> pool.map(Box::content, items, MapOptions.chunk(chunk)))
            .satisfies(e -> assertNames(e, "content", Thread.class));
        List<Object> seen = new ArrayList<>();
        assertThatExceptionOfType(NotSendableException.class)
            .isThrownBy(
                () -> pool.imap(Box::content, items, MapOptions.chunk(chunk)).forEach(seen::add));
        assertThat(seen).isEqualTo(PoolTasks.upTo(11));
        CompletableFuture<List<Object>> future =
            pool.mapAsync(Box::content, items, MapOptions.chunk(chunk));
        assertThatThrownBy(() -> PoolTasks.get(future))
            .hasCauseInstanceOf(NotSendableException.class);
      }
      assertThat(pool.apply(PoolTasks::square, 4)).isEqualTo(16);
    }
  }

  @Test
  void aResultThatCannotBeSentFailsItsTaskOnly() {
    Function<Integer, Object> ignored = x -> x;
    try (Pool pool = pool(2)) {
      assertThat(ignored.apply(1)).isEqualTo(1);
      for (int i = 0; i < 20; i++) {
        assertThatExceptionOfType(NotSendableException.class)
            .isThrownBy(() -> pool.<Object>apply(() -> new Box(new Thread())))
            .satisfies(e -> assertNames(e, "content", Thread.class));
      }
      Set<Long> before = Set.copyOf(pool.workerPids());
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.map(x -> x == 7 ? new Thread() : x, PoolTasks.upTo(20)));
      assertThat(pool.apply(PoolTasks::square, 4)).isEqualTo(16);
      assertThat(Set.copyOf(pool.workerPids())).isEqualTo(before);
    }
  }

  @Test
  void aFailureThatCannotBeSentComesAsAStandIn() {
    try (Pool pool = pool(1)) {
      assertThatExceptionOfType(RemoteTaskException.class)
          .isThrownBy(() ->
              pool.<Object>apply(() -> {
                throw new Carrying(new Thread());
              }))
          .satisfies(e -> {
            assertThat(e.remoteClassName()).isEqualTo(Carrying.class.getName());
            assertThat(e.remoteMessage()).isEqualTo("carrying");
          });
      assertThat(pool.apply(PoolTasks::square, 4)).isEqualTo(16);
    }
  }

  @SuppressWarnings({"serial", "unused"})
  private static final class Carrying extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Object cargo;

    Carrying(Object cargo) {
      super("carrying");
      this.cargo = cargo;
    }
  }

  @Test
  void framesOfTheWorkerComeBeforeThoseOfTheCaller() {
    try (Pool pool = pool(1)) {
      assertThatThrownBy(() -> pool.apply(PoolTasks::failOn13, 13))
          .satisfies(e -> {
            String frames = Arrays.toString(e.getStackTrace());
            assertThat(frames.indexOf("failOn13"))
                .isBetween(0, frames.indexOf("framesOfTheWorker"));
          });
    }
  }

  /** Threads that a task starts in a child JVM have its context, and share what the worker has. */
  @Test
  void threadsOfATaskShareWhatItsWorkerKeeps() {
    WorkerLocal<Long> local =
        WorkerLocal.withInitial(() -> {
          LockSupport.parkNanos(20_000_000);
          return System.nanoTime();
        });
    try (Pool pool = pool(1)) {
      int different =
          pool.apply(() -> {
            Set<Object> seen = ConcurrentHashMap.newKeySet();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
              threads.add(
                  Thread.startVirtualThread(() -> {
                    seen.add(local.get());
                    seen.add("index " + TaskContext.current().index());
                  }));
            }
            for (Thread thread : threads) {
              thread.join();
            }
            seen.add(local.get());
            seen.add("index " + TaskContext.current().index());
            return seen.size();
          });
      assertThat(different).isEqualTo(2);
    }
  }

  // --- Replacement ---

  @Test
  void workersAreReplacedAfterSoManyTasks() {
    try (Pool pool = builder().workers(2).maxTasksPerWorker(10).build()) {
      List<Long> pids = pool.map(x -> PoolTasks.pid(), PoolTasks.upTo(100), MapOptions.chunk(1));
      assertThat(new HashSet<>(pids)).hasSizeGreaterThanOrEqualTo(10);
      for (long pid : new HashSet<>(pids)) {
        assertThat(pids.stream().filter(each -> each == pid).count()).isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void replacementKeepsAllResults() throws Exception {
    try (Pool pool = builder().workers(2).maxTasksPerWorker(3).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(40)))
          .isEqualTo(PoolTasks.upTo(40).stream().map(PoolTasks::square).toList());
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20), MapOptions.chunk(7))).hasSize(20);
      assertThat(pool.imap(PoolTasks::square, PoolTasks.upTo(10))).hasSize(10);
    }
  }

  @Test
  void aPoolThatClosesEarlyStillReplacesAndCompletes() throws Exception {
    CompletableFuture<List<Integer>> all;
    List<CompletableFuture<Integer>> each = new ArrayList<>();
    try (Pool pool = builder().workers(2).maxTasksPerWorker(2).build()) {
      all = pool.mapAsync(PoolTasks::square, PoolTasks.upTo(12), MapOptions.chunk(1));
      for (int i = 0; i < 6; i++) {
        each.add(pool.applyAsync(PoolTasks::square, i));
      }
    }
    assertThat(PoolTasks.get(all)).hasSize(12);
    for (int i = 0; i < 6; i++) {
      assertThat(PoolTasks.get(each.get(i))).isEqualTo(i * i);
    }
  }

  // --- The end ---

  @Test
  void shutdownNowEndsTasksThatHeedNobody() throws Exception {
    Board board = Board.in(folder);
    Pool pool = pool(2);
    for (int i = 0; i < 2; i++) {
      var _ =
          pool.applyAsync(
              name -> {
                Runtime.getRuntime().addShutdownHook(new Thread(Waits::spin));
                board.post(name, PoolTasks.pid());
                Waits.spin();
                return 0;
              },
              "up" + i);
    }
    List<String> pids = board.await("up", 2);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(Delays.PROMPT)).isTrue();
    assertThat(pids).noneMatch(pid -> Leftovers.isRunning(Long.parseLong(pid)));
  }

  @Test
  void aForgottenPoolDoesNotKeepTheProgramFromEnding() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(ForgottenPool.class, board.folder(), "end")) {
      assertThat(owner.exitCode()).isZero();
      for (String pid : board.all("worker")) {
        Waits.until("gone: " + pid, () -> !Leftovers.isRunning(Long.parseLong(pid)));
      }
      assertThat(board.all("worker")).isNotEmpty();
      assertThat(Leftovers.foldersOf(owner.pid())).isEmpty();
    }
  }

  @Test
  void theWorkersOfAForgottenPoolEndWhenItIsCollected() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(ForgottenPool.class, board.folder(), "collect")) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(owner.error()).contains("never closed");
    }
  }

  @Test
  void workersThatCannotStartBreakThePool() throws Exception {
    JvmOptions wrong = JvmOptions.defaults().withArguments("-XX:+NoSuchFlag");
    try (Pool pool = builder().workers(2).jvm(wrong).stdio(new Lines().stdio()).build()) {
      CompletableFuture<Integer> future =
          CompletableFuture.supplyAsync(() -> pool.apply(PoolTasks::square, 1));
      assertThatThrownBy(() -> future.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
          .hasCauseInstanceOf(BrokenPoolException.class)
          .hasStackTraceContaining("NoSuchFlag");
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    }
  }

  @Test
  void aWorkerThatCannotBeReplacedBreaksThePool() throws Exception {
    Board board = Board.in(folder);
    Path home = folder.resolve("home");
    Files.createSymbolicLink(home, Path.of(System.getProperty("java.home")));
    JvmOptions jvm = JvmOptions.defaults().withJavaHome(home);
    try (Pool pool = builder().workers(2).jvm(jvm).stdio(new Lines().stdio()).build()) {
      CompletableFuture<Integer> running =
          pool.applyAsync(() -> {
            board.post("pid", PoolTasks.pid());
            return Waits.untilInterrupted(1);
          });
      long busy = board.awaitLong("pid");
      Waits.until("two workers", () -> pool.workerPids().size() == 2);
      Files.delete(home);
      while (!running.isDone()) {
        // Spares that are there already may take its place at first.
        List<Long> before = pool.workerPids();
        for (long pid : before) {
          if (pid != busy) {
            Signals.kill(pid);
          }
        }
        Waits.until(
            "another worker, or the end",
            () -> running.isDone() || !before.containsAll(pool.workerPids()));
      }
      assertThatThrownBy(() -> PoolTasks.get(running))
          .hasCauseInstanceOf(BrokenPoolException.class)
          .hasStackTraceContaining(home.toString());
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> pool.apply(PoolTasks::square, 1));
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    }
  }

  @Test
  void anInitializerThatFailsOnDemandFailsThePool() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() ->
            builder()
                .workers(2)
                .start(WorkerStart.ON_DEMAND)
                .initializer(() -> {
                  throw new IllegalArgumentException("no database");
                })
                .build())
        .withMessage("no database");
  }

  @Test
  void anInitializerThatFailsLaterBreaksThePool() {
    Board board = Board.in(folder);
    try (Pool pool =
        builder()
            .workers(1)
            .start(WorkerStart.ON_DEMAND)
            .maxTasksPerWorker(1)
            .initializer(() -> {
              if (!board.postFirst("first")) {
                throw new IllegalArgumentException("no database any more");
              }
            })
            .build()) {
      assertThat(pool.apply(PoolTasks::square, 2)).isEqualTo(4);
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> pool.apply(PoolTasks::square, 1))
          .havingCause()
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pool.apply(PoolTasks::square, 1))
          .isInstanceOf(BrokenPoolException.class);
    }
  }
}
