package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedLock;
import dev.brood.system.family.Token;
import dev.brood.system.support.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Eight processes lock and unlock while some are killed at random; a ninth, the referee, watches
 * what they write down under the lock.
 *
 * <p>Who holds the lock writes its mark, waits a moment and looks whether the mark is still there.
 * Whoever finds another's mark counts a foul.
 */
class RefereeTest {
  private static final long SEED = Long.getLong("brood.test.seed", System.nanoTime());
  private static final int PLAYERS = 8;

  private record Field(SharedLock lock, Token mark, Token turns, Token fouls)
      implements java.io.Serializable {

    void play() {
      long own = ProcessHandle.current().pid() << 32 | Thread.currentThread().threadId();
      while (!Thread.currentThread().isInterrupted()) {
        lock.lock();
        try {
          mark.set(own);
          for (int i = 0; i < 20; i++) {
            Thread.onSpinWait();
          }
          turns.increment();
          if (mark.get() != own) {
            fouls.increment();
          }
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private static void referee(Duration time) throws InterruptedException {
    Random random = new Random(SEED);
    long end = System.nanoTime() + time.toNanos();
    int kills = 0;
    try (SharedLock lock = SharedLock.create();
        Token mark = Token.create();
        Token turns = Token.create();
        Token fouls = Token.create()) {
      Field field = new Field(lock, mark, turns, fouls);
      List<JvmProcess> players = new ArrayList<>();
      for (int i = 0; i < PLAYERS; i++) {
        players.add(JvmProcess.start(field::play));
      }
      while (System.nanoTime() - end < 0) {
        LockSupport.parkNanos(random.nextLong(40_000_000));
        JvmProcess victim = players.remove(random.nextInt(players.size()));
        victim.kill();
        victim.join();
        victim.close();
        kills++;
        players.add(JvmProcess.start(field::play));
        long before = turns.get();
        Waits.until(
            "seed=" + SEED + ", kill=" + kills + ": it goes on", () -> turns.get() > before);
        assertThat(fouls.get()).as("seed=%s", SEED).isZero();
      }
      for (JvmProcess player : players) {
        player.kill();
        player.join();
        player.close();
      }
    }
    assertThat(kills).isPositive();
  }

  @Test
  void nobodyIsInTheLockBesideAnother() throws InterruptedException {
    referee(Duration.ofSeconds(3));
  }

  @Test
  @Tag("chaos")
  void norInMinutes() throws InterruptedException {
    referee(Duration.ofMinutes(3));
  }
}
