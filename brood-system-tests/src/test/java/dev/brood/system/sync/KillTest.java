package dev.brood.system.sync;

import dev.brood.sync.Barrier;
import dev.brood.sync.Event;
import dev.brood.sync.SharedCondition;
import dev.brood.sync.SharedLock;
import dev.brood.sync.SharedReadWriteLock;
import dev.brood.sync.SharedSemaphore;
import dev.brood.system.family.Token;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes are killed inside each of the operations, and the others work on. */
// Yields and bare locks are where a victim is to be hit; conditions are waited for once a round.
@SuppressWarnings({"ThreadPriorityCheck", "WaitNotInLoop", "LockNotBeforeTry"})
class KillTest {
  private static final int ROUNDS = 4;
  private static final int MANY_ROUNDS = Integer.getInteger("brood.test.rounds", 1_000);
  private static final Duration MOMENT = Duration.ofMillis(5);
  private static final Duration A_LITTLE = Duration.ofNanos(200_000);

  /** Checks that it is alone: two tokens that are changed one after the other are equal. */
  private static void alone(Token one, Token two, boolean repair) {
    if (repair) {
      two.set(one.get());
    }
    if (one.get() != two.get()) {
      throw new IllegalStateException("not alone: " + one.get() + " and " + two.get());
    }
    one.increment();
    Thread.yield();
    two.increment();
  }

  /** Leaves a mark and checks that nobody else leaves one meanwhile. */
  private static void staysAlone(Token mark) {
    long own = ProcessHandle.current().pid() << 32 | Thread.currentThread().threadId();
    mark.set(own);
    Thread.yield();
    if (mark.get() != own) {
      throw new IllegalStateException("not alone: " + mark.get() + " beside " + own);
    }
  }

  private static void locking(int rounds, boolean fair) throws Exception {
    SharedLock.Builder builder = SharedLock.builder();
    try (SharedLock lock = fair ? builder.fair().build() : builder.build();
        Token one = Token.create();
        Token two = Token.create()) {
      KillRounds.run(
          rounds,
          () -> {
            // By the way some give up waiting, each in its moment.
            if (one.get() % 3 != 0 || !lock.tryLock(A_LITTLE)) {
              lock.lock();
            }
            try {
              alone(one, two, lock.wasAbandoned());
            } finally {
              lock.unlock();
            }
          });
    }
  }

  private static void conditions(int rounds) throws Exception {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = lock.newCondition()) {
      KillRounds.run(
          rounds,
          () -> {
            lock.lock();
            try {
              condition.signal();
              var _ = condition.await(MOMENT);
            } finally {
              lock.unlock();
            }
          });
    }
  }

  private static void semaphores(int rounds) throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.bounded(1);
        Token one = Token.create()) {
      KillRounds.run(
          rounds,
          () -> {
            semaphore.acquire();
            staysAlone(one);
            semaphore.release();
          });
    }
  }

  private static void events(int rounds) throws Exception {
    try (Event event = Event.create()) {
      KillRounds.run(
          rounds,
          () -> {
            event.set();
            event.clear();
            event.await(MOMENT);
          });
    }
  }

  private static void barriers(int rounds) throws Exception {
    try (Barrier barrier = Barrier.create(2)) {
      KillRounds.run(
          rounds,
          () -> {
            try {
              barrier.await(Duration.ofMillis(500));
            } catch (BrokenBarrierException | TimeoutException e) {
              barrier.reset();
            }
          });
    }
  }

  private static void readersAndWriters(int rounds) throws Exception {
    try (SharedReadWriteLock lock = SharedReadWriteLock.create();
        Token one = Token.create();
        Token two = Token.create()) {
      KillRounds.run(
          rounds,
          () -> {
            Lock write = lock.writeLock();
            write.lock();
            try {
              alone(one, two, lock.wasAbandoned());
            } finally {
              write.unlock();
            }
            Lock read = lock.readLock();
            read.lock();
            read.unlock();
          });
    }
  }

  @Test
  void insideLocks() throws Exception {
    locking(ROUNDS, false);
  }

  @Test
  void insideFairLocks() throws Exception {
    locking(ROUNDS, true);
  }

  @Test
  void insideConditions() throws Exception {
    conditions(ROUNDS);
  }

  @Test
  void insideSemaphores() throws Exception {
    semaphores(ROUNDS);
  }

  @Test
  void insideEvents() throws Exception {
    events(ROUNDS);
  }

  @Test
  void insideBarriers() throws Exception {
    barriers(ROUNDS);
  }

  @Test
  void insideReadWriteLocks() throws Exception {
    readersAndWriters(ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideLocks() throws Exception {
    locking(MANY_ROUNDS, false);
  }

  @Test
  @Tag("chaos")
  void oftenInsideFairLocks() throws Exception {
    locking(MANY_ROUNDS, true);
  }

  @Test
  @Tag("chaos")
  void oftenInsideConditions() throws Exception {
    conditions(MANY_ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideSemaphores() throws Exception {
    semaphores(MANY_ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideEvents() throws Exception {
    events(MANY_ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideBarriers() throws Exception {
    barriers(MANY_ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideReadWriteLocks() throws Exception {
    readersAndWriters(MANY_ROUNDS);
  }
}
