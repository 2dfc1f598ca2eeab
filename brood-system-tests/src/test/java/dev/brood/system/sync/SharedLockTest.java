package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.exception.OwnerDiedException;
import dev.brood.pool.Pool;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.sync.LockHolder;
import dev.brood.sync.LockReport;
import dev.brood.sync.SharedCondition;
import dev.brood.sync.SharedLock;
import dev.brood.system.family.Token;
import dev.brood.system.support.Board;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock between processes, their threads, and those that die. */
// Locks and waits bare, as no program should: it is they that are tested.
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class SharedLockTest {
  @TempDir Path folder;

  private static SharedLock make(boolean fair) {
    SharedLock.Builder builder = SharedLock.builder();
    return fair ? builder.fair().build() : builder.build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void locksAndUnlocks(boolean fair) throws InterruptedException {
    try (SharedLock lock = make(fair)) {
      assertThat(lock.isLocked()).isFalse();
      lock.lock();
      assertThat(lock.isLocked()).isTrue();
      assertThat(lock.isHeldByCurrentThread()).isTrue();
      lock.unlock();
      assertThat(lock.isLocked()).isFalse();
      assertThat(lock.tryLock()).isTrue();
      lock.unlock();
      assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
      lock.unlock();
      lock.lockInterruptibly();
      lock.unlock();
      assertThat(lock.wasAbandoned()).isFalse();
    }
  }

  @Test
  void isReentrant() throws InterruptedException {
    try (SharedLock lock = SharedLock.create()) {
      lock.lock();
      assertThat(lock.tryLock()).isTrue();
      lock.lockInterruptibly();
      assertThat(lock.tryLock(Duration.ZERO)).isTrue();
      assertThat(lock.holdCount()).isEqualTo(4);
      for (int i = 4; i > 0; i--) {
        assertThat(lock.isLocked()).isTrue();
        lock.unlock();
      }
      assertThat(lock.isLocked()).isFalse();
    }
  }

  @Test
  void onlyTheOwnerUnlocks() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.of(1)) {
      assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
      lock.lock();
      assertThatExceptionOfType(IllegalMonitorStateException.class)
          .isThrownBy(() -> pool.apply(SharedLockTest::unlock, lock));
      lock.unlock();
      assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
    }
  }

  private static boolean unlock(SharedLock lock) {
    lock.unlock();
    return true;
  }

  @Test
  void anotherProcessSeesThatItIsLockedAndByWhom() {
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.of(1)) {
      assertThat(lock).hasToString("SharedLock[unlocked]");
      lock.lock();
      long thread = Thread.currentThread().threadId();
      LockHolder self = new LockHolder(ProcessHandle.current().pid(), "main", thread);
      LockHolder seen = pool.apply(sent -> sent.holder().orElseThrow(), lock);
      assertThat(seen).isEqualTo(self);
      boolean locked = pool.apply(sent -> sent.isLocked(), lock);
      boolean got = pool.apply(sent -> sent.tryLock(), lock);
      String text = pool.apply(sent -> sent.toString(), lock);
      assertThat(locked).isTrue();
      assertThat(got).isFalse();
      assertThat(text).isEqualTo("SharedLock[" + self + "]");
      lock.unlock();
      assertThat(lock.holder()).isEmpty();
    }
  }

  @Test
  void aTimedWaitEnds() {
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.of(1)) {
      lock.lock();
      boolean got = pool.apply(sent -> tryLock(sent, Duration.ofMillis(30)), lock);
      assertThat(got).isFalse();
      lock.unlock();
      boolean then = pool.apply(sent -> tryLock(sent, Duration.ofSeconds(30)), lock);
      assertThat(then).isTrue();
    }
  }

  private static boolean tryLock(SharedLock lock, Duration timeout) {
    try {
      boolean locked = lock.tryLock(timeout);
      if (locked) {
        lock.unlock();
      }
      return locked;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aWaitCanBeInterrupted() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        JvmProcess child = JvmProcess.start(() -> waitInterrupted(lock, board))) {
      lock.lock();
      board.post("locked", "");
      board.await("waits");
      child.interrupt();
      assertThat(board.await("result")).isEqualTo("interrupted, holds 0");
      lock.unlock();
      child.join();
    }
  }

  private static void waitInterrupted(SharedLock lock, Board board) {
    board.await("locked");
    board.post("waits", "");
    try {
      lock.lockInterruptibly();
      board.post("result", "locked");
    } catch (InterruptedException e) {
      board.post("result", "interrupted, holds " + lock.holdCount());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void excludesAllThreadsOfAllProcesses(boolean fair) throws InterruptedException {
    int each = fair ? 200 : 5_000;
    try (SharedLock lock = make(fair);
        Token token = Token.create()) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        children.add(JvmProcess.start(() -> incrementInThreads(lock, token, each)));
      }
      incrementInThreads(lock, token, each);
      for (JvmProcess child : children) {
        child.join();
        assertThat(child.exitStatus()).contains(new ExitStatus.Exited(0));
        child.close();
      }
      assertThat(token.get()).isEqualTo(4L * 3 * each);
    }
  }

  private static void incrementInThreads(SharedLock lock, Token token, int each)
      throws InterruptedException {
    Runnable work = () -> increment(lock, token, each);
    Thread platform = Thread.ofPlatform().start(work);
    Thread virtual = Thread.ofVirtual().start(work);
    work.run();
    platform.join();
    virtual.join();
  }

  private static void increment(SharedLock lock, Token token, int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        token.increment();
      } finally {
        lock.unlock();
      }
    }
  }

  private static void count(int times) throws InterruptedException {
    int processes = 4;
    try (SharedLock lock = SharedLock.create();
        Token token = Token.create()) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        children.add(JvmProcess.start(() -> increment(lock, token, times / processes)));
      }
      for (JvmProcess child : children) {
        child.join();
        child.close();
      }
      assertThat(token.get()).isEqualTo(times);
    }
  }

  @Test
  void aCounterOfFourProcessesIsExact() throws InterruptedException {
    count(400_000);
  }

  @Test
  @Tag("chaos")
  void alsoWhenItCountsToTenMillion() throws InterruptedException {
    count(10_000_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoGivesUpTakesNoWakeUpAlong(boolean fair) throws InterruptedException {
    int each = fair ? 300 : 3_000;
    try (SharedLock lock = make(fair);
        Token token = Token.create();
        JvmProcess patient = JvmProcess.start(() -> increment(lock, token, each));
        JvmProcess hasty = JvmProcess.start(() -> incrementHastily(lock, token, each));
        JvmProcess hastier = JvmProcess.start(() -> incrementHastily(lock, token, each))) {
      increment(lock, token, each);
      patient.join();
      hasty.join();
      hastier.join();
      assertThat(token.get()).isEqualTo(4L * each);
    }
  }

  private static void incrementHastily(SharedLock lock, Token token, int times)
      throws InterruptedException {
    for (int i = 0; i < times; ) {
      if (lock.tryLock(100 + i % 200, TimeUnit.MICROSECONDS)) {
        token.increment();
        lock.unlock();
        i++;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theNextOneGetsTheLockOfADeadOwnerAndIsTold(boolean fair) throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = make(fair);
        JvmProcess owner = JvmProcess.start(() -> lockAndStay(lock, board));
        JvmProcess waiter = JvmProcess.start(() -> tellHowItWas(lock, board))) {
      board.await("locked");
      board.await("waits");
      owner.kill();
      assertThat(board.await("abandoned")).isEqualTo("true then false");
      waiter.join();
      lock.lock();
      assertThat(lock.wasAbandoned()).isFalse();
      lock.unlock();
    }
  }

  private static void lockAndStay(SharedLock lock, Board board) throws InterruptedException {
    lock.lock();
    board.post("locked", "");
    Waits.untilInterrupted();
  }

  private static void tellHowItWas(SharedLock lock, Board board) {
    board.await("locked");
    board.post("waits", "");
    lock.lock();
    boolean first = lock.wasAbandoned();
    lock.unlock();
    lock.lock();
    board.post("abandoned", first + " then " + lock.wasAbandoned());
    lock.unlock();
  }

  @Test
  void aLockThatBreaksIsBrokenByTheDeathOfItsOwner() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.builder().breaking().build();
        JvmProcess owner = JvmProcess.start(() -> lockAndStay(lock, board))) {
      board.await("locked");
      assertThat(lock.tryLock()).isFalse();
      owner.kill();
      assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(lock::lock);
      assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(lock::tryLock);
      assertThatExceptionOfType(OwnerDiedException.class)
          .isThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS));
      assertThat(lock).hasToString("SharedLock[broken]");
      assertThat(lock.holdCount()).isZero();
    }
  }

  /** A stopped process is handed the lock, but cannot take it before it is killed. */
  @Test
  void aProcessThatDiesBeforeItTakesAFairLockHasNotHeldIt() throws Exception {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.builder().fair().breaking().build();
        JvmProcess waiter = JvmProcess.start(() -> tellAndLock(lock, board))) {
      lock.lock();
      board.await("waits");
      Signals.stop(waiter.pid());
      lock.unlock();
      assertThat(lock.tryLock()).isFalse();
      waiter.kill();
      lock.lock();
      assertThat(lock.wasAbandoned()).isFalse();
      lock.unlock();
    }
  }

  private static void tellAndLock(SharedLock lock, Board board) {
    tellWhenWaiting(board, "waits");
    lock.lock();
    lock.unlock();
  }

  private static void tellWhenWaiting(Board board, String notice) {
    Thread told = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          Waits.until("it waits", () -> told.getState() == Thread.State.WAITING);
          board.post(notice, "");
        });
  }

  @Test
  void grandchildrenLockToo() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        Token token = Token.create()) {
      try (JvmProcess child =
          JvmProcess.start(() -> {
            try (JvmProcess grandchild = JvmProcess.start(() -> increment(lock, token, 1_000))) {
              increment(lock, token, 1_000);
              grandchild.join();
            }
          })) {
        increment(lock, token, 1_000);
        child.join();
      }
      assertThat(token.get()).isEqualTo(3_000);
    }
  }

  @Test
  void aHeldLockIsNotClosedAndAClosedOneNotLocked() {
    SharedLock lock = SharedLock.create();
    lock.lock();
    assertThatIllegalStateException().isThrownBy(lock::close);
    lock.unlock();
    lock.close();
    lock.close();
    assertThatIllegalStateException().isThrownBy(lock::lock);
    assertThatIllegalStateException().isThrownBy(lock::tryLock);
    assertThatIllegalStateException().isThrownBy(lock::lockInterruptibly);
    assertThat(lock).hasToString("SharedLock[closed]");
    // Its place may be another one's.
    assertThatIllegalStateException().isThrownBy(lock::isLocked);
    assertThatIllegalStateException().isThrownBy(lock::holder);
    assertThatIllegalStateException().isThrownBy(lock::newCondition);
  }

  @Test
  void aLockThatAThreadWaitsForIsNotClosed() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition();
        JvmProcess owner =
            JvmProcess.start(() -> {
              lock.lock();
              board.post("locked", "");
              board.await("unlock");
              lock.unlock();
            })) {
      board.await("locked");
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                lock.lock();
                condition.awaitUninterruptibly();
                lock.unlock();
              });
      Waits.until("it waits", () -> waiter.getState() == Thread.State.WAITING);
      assertThatIllegalStateException().isThrownBy(lock::close);
      board.post("unlock", "");
      owner.join();
      Waits.until("it waits for the condition", () -> waiters(lock, condition) == 1);
      assertThatIllegalStateException().isThrownBy(lock::close);
      lock.lock();
      condition.signal();
      lock.unlock();
      waiter.join();
    }
  }

  private static int waiters(SharedLock lock, SharedCondition condition) {
    lock.lock();
    try {
      return condition.waiters();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void aFairLockGoesFromProcessToProcessInTheirOrder() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock lock = make(true);
        Token order = Token.create()) {
      List<JvmProcess> children = new ArrayList<>();
      lock.lock();
      for (int i = 0; i < 3; i++) {
        int number = i;
        children.add(
            JvmProcess.start(() -> {
              board.post("up" + number, "");
              board.await("go" + number);
              tellWhenWaiting(board, "waits" + number);
              lock.lock();
              order.increment();
              board.post("order" + number, order.get());
              lock.unlock();
            }));
      }
      for (int number : List.of(2, 0, 1)) {
        board.await("up" + number);
        board.post("go" + number, "");
        board.await("waits" + number);
      }
      lock.unlock();
      assertThat(board.await("order2") + board.await("order0") + board.await("order1"))
          .isEqualTo("123");
      for (JvmProcess child : children) {
        child.join();
        child.close();
      }
    }
  }

  @Test
  void aReportTellsWhoHoldsWhatAndWhoIsDeadlocked() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedLock one = SharedLock.create();
        SharedLock two = SharedLock.create();
        JvmProcess first = JvmProcess.start(() -> lockBoth(one, two, board, "first", "second"));
        JvmProcess second = JvmProcess.start(() -> lockBoth(two, one, board, "second", "first"))) {
      Waits.until("a deadlock is reported", () -> !LockReport.take().deadlocks().isEmpty());
      LockReport report = LockReport.take();
      assertThat(report.locks()).hasSize(2);
      assertThat(report.deadlocks()).hasSize(1);
      assertThat(report.deadlocks().get(0))
          .extracting(LockReport.Entry::name)
          .containsExactlyInAnyOrder(one.name(), two.name());
      assertThat(report.deadlocks().get(0))
          .extracting(lock -> lock.holder().orElseThrow().pid())
          .containsExactlyInAnyOrder(first.pid(), second.pid());
      assertThat(report.toString())
          .contains("deadlock", "pid=" + first.pid(), "pid=" + second.pid());
      first.kill();
      second.join();
      assertThat(second.exitStatus()).contains(new ExitStatus.Exited(0));
      assertThat(LockReport.take().deadlocks()).isEmpty();
    }
  }

  private static void lockBoth(
      SharedLock one, SharedLock two, Board board, String self, String other) {
    one.lock();
    board.post(self, "");
    board.await(other);
    two.lock();
    two.unlock();
    one.unlock();
  }
}
