package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.ProcessException;
import dev.brood.process.JvmProcess;
import dev.brood.system.family.Token;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.Serializable;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a process again and again while it works together with others, which must go on: each of
 * them is seen to work after each kill.
 */
final class KillRounds {
  private static final long SEED = Long.getLong("brood.test.seed", System.nanoTime());
  private static final long SOON_NANOS = 30_000_000;

  /** One unit of work with what is shared. */
  interface Work extends Serializable {
    void once() throws Exception;
  }

  private final Work work;
  private final Random random = new Random(SEED);

  private KillRounds(Work work) {
    this.work = work;
  }

  /** Kills so many victims; throws if a survivor fails or does not get on. */
  static void run(int rounds, Work work) throws Exception {
    new KillRounds(work).run(rounds);
  }

  private void run(int rounds) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Token stop = Token.create();
        Token done = Token.create();
        Token begun = Token.create();
        JvmProcess survivor = JvmProcess.start(() -> workUntil(stop, done, work))) {
      Token own = Token.create();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  workUntil(stop, own, work);
                } catch (Throwable t) {
                  failure.set(t);
                }
              });
      Waits.until("the survivor works", () -> done.get() > 0);
      for (int round = 1; round <= rounds; round++) {
        String where = "seed=" + SEED + ", round=" + round;
        begun.set(0);
        try (JvmProcess victim = JvmProcess.start(() -> workUntil(stop, begun, work))) {
          Waits.until(where + ": the victim works", () -> begun.get() > 0);
          LockSupport.parkNanos(random.nextLong(SOON_NANOS));
          victim.kill();
          victim.join();
        }
        awaitProgress(where + ": the other process gets on", done);
        awaitProgress(where + ": the thread of this process gets on", own);
        assertThat(survivor.isAlive()).as(where).isTrue();
        assertThat(failure.get()).as(where).isNull();
      }
      stop.set(1);
      survivor.join();
      thread.join();
      own.close();
      assertThat(survivor.failure()).isEmpty();
    }
  }

  private static void awaitProgress(String what, Token done) {
    long before = done.get();
    Waits.until(what, Delays.PROMPT, () -> done.get() > before + 1);
  }

  private static void workUntil(Token stop, Token done, Work work) throws Exception {
    while (stop.get() == 0) {
      try {
        work.once();
      } catch (ProcessException e) {
        if (stop.get() == 0) {
          throw e;
        }
      }
      done.increment();
    }
  }
}
