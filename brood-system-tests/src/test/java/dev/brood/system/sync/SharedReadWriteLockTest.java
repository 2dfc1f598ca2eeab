package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.pool.Pool;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedReadWriteLock;
import dev.brood.system.family.Token;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many that read or one that writes, in any processes. */
// Locks and waits bare, as no program should: it is they that are tested.
@SuppressWarnings({"LockNotBeforeTry"})
class SharedReadWriteLockTest {
  @TempDir Path folder;

  @Test
  void manyProcessesReadAndNobodyWritesMeanwhile() {
    try (SharedReadWriteLock lock = SharedReadWriteLock.create();
        Pool pool = Pool.of(1)) {
      lock.readLock().lock();
      boolean read = pool.apply(sent -> tryRead(sent), lock);
      boolean write = pool.apply(sent -> tryWrite(sent), lock);
      assertThat(read).isTrue();
      assertThat(write).isFalse();
      assertThatIllegalStateException().isThrownBy(lock::close);
      lock.readLock().unlock();
      boolean then = pool.apply(sent -> tryWrite(sent), lock);
      assertThat(then).isTrue();
    }
  }

  @Test
  void oneWritesAlone() {
    try (SharedReadWriteLock lock = SharedReadWriteLock.create();
        Pool pool = Pool.of(1)) {
      lock.writeLock().lock();
      lock.writeLock().lock();
      lock.writeLock().unlock();
      boolean read = pool.apply(sent -> tryRead(sent), lock);
      boolean write = pool.apply(sent -> tryWrite(sent), lock);
      assertThat(read).isFalse();
      assertThat(write).isFalse();
      lock.readLock().lock();
      lock.writeLock().unlock();
      // It goes on reading.
      boolean readToo = pool.apply(sent -> tryRead(sent), lock);
      boolean writeNot = pool.apply(sent -> tryWrite(sent), lock);
      assertThat(readToo).isTrue();
      assertThat(writeNot).isFalse();
      lock.readLock().unlock();
      assertThatExceptionOfType(IllegalMonitorStateException.class)
          .isThrownBy(() -> lock.readLock().unlock());
      assertThatExceptionOfType(IllegalMonitorStateException.class)
          .isThrownBy(() -> lock.writeLock().unlock());
    }
  }

  private static boolean tryRead(SharedReadWriteLock lock) {
    boolean got = lock.readLock().tryLock();
    if (got) {
      lock.readLock().unlock();
    }
    return got;
  }

  private static boolean tryWrite(SharedReadWriteLock lock) {
    boolean got = lock.writeLock().tryLock();
    if (got) {
      lock.writeLock().unlock();
    }
    return got;
  }

  @Test
  void writersOfAllProcessesExcludeEachOtherAndReaders() throws InterruptedException {
    try (SharedReadWriteLock lock = SharedReadWriteLock.create();
        Token one = Token.create();
        Token two = Token.create();
        JvmProcess writer = JvmProcess.start(() -> write(lock, one, two, 2_000));
        JvmProcess reader = JvmProcess.start(() -> read(lock, one, two, 2_000))) {
      Thread thread = Thread.ofVirtual().start(() -> read(lock, one, two, 2_000));
      write(lock, one, two, 2_000);
      thread.join();
      writer.join();
      reader.join();
      assertThat(reader.exitStatus()).contains(new ExitStatus.Exited(0));
      assertThat(one.get()).isEqualTo(4_000);
      assertThat(two.get()).isEqualTo(4_000);
    }
  }

  private static void write(SharedReadWriteLock lock, Token one, Token two, int times) {
    for (int i = 0; i < times; i++) {
      lock.writeLock().lock();
      one.increment();
      two.increment();
      lock.writeLock().unlock();
    }
  }

  private static void read(SharedReadWriteLock lock, Token one, Token two, int times) {
    for (int i = 0; i < times; i++) {
      lock.readLock().lock();
      if (one.get() != two.get()) {
        throw new IllegalStateException("half written: " + one.get() + " and " + two.get());
      }
      lock.readLock().unlock();
    }
  }

  @Test
  void whatTheDeadHeldIsFreeAndADeadWriterIsTold() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedReadWriteLock lock = SharedReadWriteLock.create();
        JvmProcess reader =
            JvmProcess.start(() -> {
              lock.readLock().lock();
              board.post("reads", "");
              Waits.untilInterrupted();
            })) {
      board.await("reads");
      assertThat(lock.writeLock().tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
      reader.kill();
      lock.writeLock().lock();
      assertThat(lock.wasAbandoned()).isFalse();
      lock.writeLock().unlock();
      try (JvmProcess writer =
          JvmProcess.start(() -> {
            lock.writeLock().lock();
            board.post("writes", "");
            Waits.untilInterrupted();
          })) {
        board.await("writes");
        writer.kill();
        lock.readLock().lock();
        assertThat(lock.wasAbandoned()).isTrue();
        lock.readLock().unlock();
        lock.writeLock().lock();
        lock.writeLock().unlock();
        assertThat(lock.wasAbandoned()).isFalse();
      }
    }
  }
}
