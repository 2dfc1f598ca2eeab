package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.ProcessException;
import dev.brood.jvm.JvmOptions;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.system.family.Token;
import dev.brood.system.support.NativeAccess;
import dev.brood.system.support.Standstill;
import dev.brood.system.support.Waits;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a process again and again while it works together with others, which must go on: each of
 * them is seen to work after each kill. Every other process may call native code, so that some wake
 * each other by futex and some do not.
 */
final class KillRounds {
  private static final long SEED = Long.getLong("brood.test.seed", System.nanoTime());
  private static final long SOON_NANOS = 30_000_000;
  private static final int AT_A_TIME = 2;

  /** One unit of work with what is shared. */
  interface Work extends Serializable {
    void once() throws Exception;
  }

  private KillRounds() {}

  /** A process that works until it is killed. */
  private record Victim(JvmProcess process, Token begun) implements AutoCloseable {

    static Victim start(Token stop, Work work, boolean nativeAccess) {
      Token begun = Token.create();
      return new Victim(KillRounds.start(() -> workUntil(stop, begun, work), nativeAccess), begun);
    }

    void kill() throws InterruptedException {
      process.kill();
      process.join();
    }

    @Override
    public void close() {
      process.close();
      begun.close();
    }
  }

  /** Kills so many victims; throws if a survivor fails or does not get on. */
  static void run(int rounds, Work work) throws Exception {
    Random random = new Random(SEED);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Deque<Victim> victims = new ArrayDeque<>();
    Standstill standstill = new Standstill();
    try (Token stop = Token.create();
        Token done = Token.create();
        Token own = Token.create();
        JvmProcess survivor = start(() -> workUntil(stop, done, work), true)) {
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
        // Some start while others are killed.
        while (victims.size() < Math.min(AT_A_TIME, rounds - round + 1)) {
          victims.add(Victim.start(stop, work, (round + victims.size()) % 2 == 0));
        }
        try (Victim victim = victims.remove()) {
          Waits.until(where + ": the victim works", () -> victim.begun().get() > 0);
          LockSupport.parkNanos(random.nextLong(SOON_NANOS));
          victim.kill();
        }
        standstill.begins();
        long before = done.get();
        long ownBefore = own.get();
        standstill.until(where + ": the other process gets on", () -> done.get() > before + 1);
        standstill.until(where + ": so does this one's thread", () -> own.get() > ownBefore + 1);
        assertThat(survivor.isAlive()).as(where).isTrue();
        assertThat(failure.get()).as(where).isNull();
      }
      stop.set(1);
      survivor.join();
      thread.join();
      assertThat(survivor.failure()).isEmpty();
      standstill.report("seed=" + SEED);
    } finally {
      victims.forEach(Victim::close);
    }
  }

  private static JvmProcess start(ProcessTarget target, boolean nativeAccess) {
    JvmOptions options = nativeAccess ? NativeAccess.GRANTED : JvmOptions.defaults();
    return JvmProcess.builder().target(target).jvm(options).start();
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
