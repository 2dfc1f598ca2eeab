package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.ProcessStartException;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Preload;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import dev.brood.pool.Pool;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.Spares;
import dev.brood.queue.SharedQueue;
import dev.brood.sync.Event;
import dev.brood.sync.LockHolder;
import dev.brood.sync.SharedLatch;
import dev.brood.sync.SharedLock;
import dev.brood.system.program.SpareOwner;
import dev.brood.system.support.Delays;
import dev.brood.system.support.FromSpares;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spares: who takes them, what they preload, when they go. */
@ExtendWith(FromSpares.class)
class SparesTest {

  /** An exit code. */
  private static final int MEMBER = 3;

  /** Whether a preload has set it, in a spare. */
  static volatile int set;

  /** Sets {@link #set} when it is initialized. */
  static final class Setter {
    static {
      set = 7;
    }

    private Setter() {}
  }

  /** Cannot be initialized. */
  static final class Broken {
    static {
      if (set == 0) {
        throw new IllegalStateException("broken on purpose");
      }
    }

    private Broken() {}
  }

  @AfterEach
  void preloadNothing() {
    Preload.setForThisJvm(Preload.nothing());
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  /** Starts a child, which looks at what was set in its JVM before it became that child. */
  private static void assertThatAChildFinds(int expected) throws InterruptedException {
    try (JvmProcess child = JvmProcess.start(() -> System.exit(set == expected ? 0 : 10 + set))) {
      child.join();
      assertThat(child.exitStatus()).hasValue(new ExitStatus.Exited(0));
    }
  }

  @Test
  void aProcessIsASpareThatWasThereBefore() {
    Set<Long> spares = children();
    try (JvmProcess child = JvmProcess.start(() -> {})) {
      assertThat(spares).contains(child.pid());
    }
  }

  @Test
  void aHookThatCannotBeSentIsAFailedPreload() throws InterruptedException {
    Object unsendable = new Object();
    assertThatOnlyAFailureFails(
        Preload.nothing().withHook(() -> set = unsendable.hashCode()),
        "the preload hook cannot be sent",
        "java.lang.Object");
  }

  /** Ignores that a preload fails, and then lets it fail the start. */
  private static void assertThatOnlyAFailureFails(Preload broken, String... why)
      throws InterruptedException {
    Preload.setForThisJvm(broken.onFailure(Preload.OnFailure.IGNORE));
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    assertThatAChildFinds(0);

    Preload.setForThisJvm(broken.onFailure(Preload.OnFailure.FAIL));
    assertThat(Spares.prepare(Delays.PATIENT)).isFalse();
    assertThatThrownBy(() -> JvmProcess.start(() -> {}))
        .isInstanceOf(ProcessStartException.class)
        .hasMessageContainingAll(why);
  }

  @Test
  void theWorkersOfAPoolAreSparesToo() {
    Set<Long> spares = children();
    try (Pool pool = Pool.builder().workers(1).startMethod(StartMethod.FORKSERVER).build()) {
      assertThat(spares).contains(pool.apply(() -> ProcessHandle.current().pid()));
    }
  }

  @Test
  void theLinesOfASpareGoToWhomItsTakerNames() throws InterruptedException {
    Set<Long> spares = children();
    List<String> lines = new CopyOnWriteArrayList<>();
    Stdio listening = Stdio.listener((source, line) -> lines.add(source + " " + line));
    try (JvmProcess child =
        JvmProcess.builder()
            .stdio(listening)
            .target(() -> {
              System.out.println("heard");
              System.err.println("too");
            })
            .start()) {
      assertThat(spares).contains(child.pid());
      child.join();
    }
    assertThat(lines).containsExactlyInAnyOrder("OUTPUT heard", "ERROR too");
  }

  @Test
  void theLinesOfASpareCarryTheTagOfItsTaker() throws InterruptedException {
    Set<Long> spares = children();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (JvmProcess child =
        JvmProcess.builder()
            .name("tagged")
            .stdio(Stdio.tagged())
            .target(() -> System.out.println("a line"))
            .start()) {
      assertThat(spares).contains(child.pid());
      child.join();
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines()).contains("[tagged] a line");
  }

  @Test
  void workersAreReplacedBySpares() throws InterruptedException {
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .maxTasksPerWorker(1)
            .startMethod(StartMethod.FORKSERVER)
            .build()) {
      assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
      Set<Long> before = children();
      long first = pool.apply(() -> ProcessHandle.current().pid());
      long second = pool.apply(() -> ProcessHandle.current().pid());
      assertThat(second).isNotEqualTo(first).isIn(before);
    }
  }

  @Test
  void aSpareIsUsedOnce() throws InterruptedException {
    Set<Long> pids = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      try (JvmProcess child = JvmProcess.start(() -> {})) {
        assertThat(pids.add(child.pid())).isTrue();
      }
    }
  }

  @Test
  void aSpareThatWasTakenIsReplaced() throws InterruptedException {
    try (JvmProcess child = JvmProcess.start(() -> {})) {
      child.join();
    }
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
  }

  @Test
  void aSpareThatDiedIsNotGivenAway() throws InterruptedException {
    Set<Long> spares = children();
    for (long pid : spares) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    Waits.until("the spares are dead", () -> spares.stream().noneMatch(Leftovers::isRunning));
    assertThatAChildFinds(0);
  }

  /** To be killed at any moment of the 2 ms that it takes to hand a spare over. */
  @Test
  void aSpareThatIsKilledWhileItIsTakenIsAChildThatWasKilled() throws InterruptedException {
    for (int round = 0; round < 40; round++) {
      // False if one that was only on its way was killed too.
      Spares.prepare(Delays.PATIENT);
      List<ProcessHandle> spares = ProcessHandle.current().children().toList();
      Thread killer =
          Thread.startVirtualThread(() -> spares.forEach(ProcessHandle::destroyForcibly));
      long begin = System.nanoTime() + round * 50_000L;
      while (System.nanoTime() < begin) {
        Thread.onSpinWait();
      }
      try (JvmProcess child = JvmProcess.start(() -> {})) {
        assertThat(child.join(Delays.PATIENT)).isTrue();
      }
      killer.join();
    }
  }

  @Test
  void otherOptionsNeedAnotherJvm() throws InterruptedException {
    Set<Long> spares = children();
    try (JvmProcess child =
        JvmProcess.builder().target(() -> {}).jvm(JvmOptions.defaults().withHeap("48m")).start()) {
      assertThat(spares).doesNotContain(child.pid());
      child.join();
      assertThat(child.exitStatus().orElseThrow().isSuccess()).isTrue();
    }
  }

  @Test
  void spawnTakesNoSpare() {
    Set<Long> spares = children();
    try (JvmProcess child =
        JvmProcess.builder().target(() -> {}).startMethod(StartMethod.SPAWN).start()) {
      assertThat(spares).doesNotContain(child.pid());
    }
  }

  @Test
  void preloadsClassesAndRunsTheHook() throws InterruptedException {
    Preload.setForThisJvm(Preload.classes(Setter.class));
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    assertThatAChildFinds(7);

    Preload.setForThisJvm(Preload.nothing().withHook(() -> set = 9));
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    assertThatAChildFinds(9);
  }

  /** Whether a child belongs to the family before it has done anything. */
  private static boolean isMember(JvmOptions options) throws InterruptedException {
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    try (JvmProcess child =
        JvmProcess.builder()
            .target(() ->
                System.exit(
                    Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(each -> each.getName().equals("brood-family"))
                        ? MEMBER
                        : 0))
            .jvm(options)
            .start()) {
      child.join();
      return child.exitStatus().orElseThrow().equals(new ExitStatus.Exited(MEMBER));
    }
  }

  @Test
  void aSpareHasUsedWhatTheChildrenBeforeItWereSent() throws InterruptedException {
    JvmOptions ofThisTest = JvmOptions.defaults().withHeap("40m");
    for (int i = 0; i < 2; i++) {
      assertThat(isMember(ofThisTest)).isFalse();
    }
    try (SharedQueue<Integer> queue = SharedQueue.create(1);
        JvmProcess child =
            JvmProcess.builder().target(() -> queue.put(1)).jvm(ofThisTest).start()) {
      assertThat(queue.take()).isEqualTo(1);
      child.join();
    }
    int readyBefore = 4;
    boolean member = false;
    for (int i = 0; i <= readyBefore && !member; i++) {
      member = isMember(ofThisTest);
    }
    assertThat(member).isTrue();
  }

  @Test
  void aSpareThatHasUsedLocksHasTheNameOfItsTaker() throws InterruptedException {
    Preload.setForThisJvm(Preload.classes(SharedLock.class));
    assertThat(isMember(JvmOptions.defaults())).isTrue();
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    Set<Long> spares = children();
    try (SharedLock lock = SharedLock.create();
        SharedLatch held = SharedLatch.create(1);
        Event seen = Event.create();
        JvmProcess child =
            JvmProcess.builder()
                .name("a taker of locks")
                .target(() -> {
                  lock.lock();
                  try {
                    held.countDown();
                    seen.await();
                  } finally {
                    lock.unlock();
                  }
                })
                .start()) {
      assertThat(spares).contains(child.pid());
      assertThat(held.await(Delays.PATIENT)).isTrue();
      assertThat(lock.holder().orElseThrow())
          .extracting(LockHolder::process, LockHolder::pid)
          .containsExactly("a taker of locks", child.pid());
      seen.set();
      child.join();
      assertThat(child.exitStatus()).hasValue(new ExitStatus.Exited(0));
    }
  }

  @Test
  void aPreloadThatFailsIsIgnoredUnlessItIsToFail() throws InterruptedException {
    assertThatOnlyAFailureFails(
        Preload.classNames(List.of("no.such.Class", Broken.class.getName())), "no.such.Class");
  }

  @Test
  void aPreloadThatFailsIsLoggedByDefault() throws InterruptedException {
    List<String> warnings = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            warnings.add(message.getLevel() + " " + message.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.brood");
    logger.addHandler(handler);
    try {
      Preload.setForThisJvm(Preload.classNames(List.of("no.such.Class")));
      assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
      assertThatAChildFinds(0);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(warnings)
        .anyMatch(each -> each.startsWith("WARNING ") && each.contains("no.such.Class"));
  }

  @Test
  void childrenInheritTheDefault() throws InterruptedException {
    Spares.release();
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    try (JvmProcess child =
        JvmProcess.start(
            () -> System.exit(StartMethod.ofThisJvm() == StartMethod.FORKSERVER ? 0 : 1))) {
      child.join();
      assertThat(child.exitStatus().orElseThrow().isSuccess()).isTrue();
    }
  }

  @Test
  void aSpareHasTheDefaultAndTheScopeOfTheMomentWhenItIsTaken() throws InterruptedException {
    Spares.release();
    StartMethod.setDefaultAgain(StartMethod.SPAWN);
    ForkScope.setForThisJvm(ForkScope.packages("org.first"));
    assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    StartMethod.setDefaultAgain(StartMethod.FORKSERVER);
    ForkScope.setForThisJvm(ForkScope.packages("org.second"));
    for (int i = 0; i < 2; i++) {
      try (JvmProcess child =
          JvmProcess.start(() -> {
            assertThat(StartMethod.ofThisJvm()).isEqualTo(StartMethod.FORKSERVER);
            assertThat(ForkScope.ofThisJvm()).hasValue(ForkScope.packages("org.second"));
          })) {
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
    }
  }

  @Test
  void childrenTakeTheSparesThatTheyHavePrepared() throws InterruptedException {
    try (JvmProcess child =
        JvmProcess.start(() -> {
          assertThat(Spares.prepare(Delays.PATIENT)).isTrue();
          Set<Long> spares = children();
          try (JvmProcess grandchild = JvmProcess.start(() -> {})) {
            assertThat(spares).contains(grandchild.pid());
          }
        })) {
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void theDefaultIsSetOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StartMethod.setDefault(StartMethod.SPAWN))
        .withMessageContaining("FORKSERVER")
        .withMessageContaining("setDefaultAgain");
  }

  @Test
  void sparesEndWithAnOwnerThatIsKilled() throws InterruptedException {
    try (OwnerJvm owner = OwnerJvm.start(SpareOwner.class)) {
      Waits.until("spares are ready", () -> owner.output().contains("ready"));
      List<Long> spares =
          ProcessHandle.of(owner.pid()).orElseThrow().children().map(ProcessHandle::pid).toList();
      assertThat(spares).isNotEmpty();
      owner.kill();
      assertThat(
              Waits.within(
                  Delays.ORPHANS_GONE, () -> spares.stream().noneMatch(Leftovers::isRunning)))
          .isTrue();
    }
  }
}
