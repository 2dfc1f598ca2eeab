package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.memory.ShareableList;
import dev.brood.memory.SharedLong;
import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedLock;
import dev.brood.system.support.Standstill;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes are killed while they make, remove and change shared memory; others work on. */
class MemoryKillTest {
  private static final int ROUNDS = 6;
  private static final int MANY_ROUNDS = 1_000;
  private static final int MOST_NANOS = 3_000_000;
  private static final long PATIENT_SECONDS = 20;

  /** Kills a process that counts up as it works, some time after it has begun. */
  private static void killAtWork(JvmProcess victim, SharedLong work) {
    long before = work.get();
    Waits.until("the victim is at work", () -> work.get() > before);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(MOST_NANOS));
    victim.kill();
  }

  private static void makeAndUnlink(SharedLong work, String name) throws IOException {
    while (true) {
      try (SharedMemory named = SharedMemory.create(name, 10_000);
          SharedMemory unnamed = SharedMemory.create(100)) {
        if (work.incrementAndGet() % 2 == 0) {
          named.unlink();
        }
        unnamed.asBytes().fill((byte) 1);
      }
    }
  }

  private static void makingAndUnlinking(int rounds) throws IOException {
    try (SharedLong work = SharedLong.create()) {
      for (int round = 0; round < rounds; round++) {
        String name = "victim " + round;
        try (JvmProcess victim = JvmProcess.start(() -> makeAndUnlink(work, name))) {
          killAtWork(victim, work);
        }
        Waits.until("all is freed", () -> SegmentFiles.left().isEmpty());
        SharedMemory.create(name, 8).close();
      }
    }
  }

  /** Two values that are equal whenever nobody holds the lock. */
  private static void changeUnderLock(SharedLock lock, SharedLong one, SharedLong two) {
    lock.lock();
    try {
      if (lock.wasAbandoned()) {
        two.set(one.get());
      }
      if (one.get() != two.get()) {
        throw new IllegalStateException("not equal: " + one + " and " + two);
      }
      one.incrementAndGet();
      two.incrementAndGet();
    } finally {
      lock.unlock();
    }
  }

  private static void changingUnderALock(int rounds) throws InterruptedException {
    Standstill standstill = new Standstill();
    try (SharedLock lock = SharedLock.create();
        SharedLong one = SharedLong.create();
        SharedLong two = SharedLong.create();
        JvmProcess survivor = JvmProcess.start(() -> changeUntilNegative(lock, one, two))) {
      for (int round = 0; round < rounds; round++) {
        try (JvmProcess victim = JvmProcess.start(() -> changeUntilNegative(lock, one, two))) {
          killAtWork(victim, one);
        }
        standstill.begins();
        long before = one.get();
        standstill.until("the survivor works on", () -> one.get() > before);
        assertThat(survivor.isAlive()).isTrue();
      }
      assertThat(lock.tryLock(PATIENT_SECONDS, TimeUnit.SECONDS)).isTrue();
      one.set(Long.MIN_VALUE);
      two.set(Long.MIN_VALUE);
      lock.unlock();
      survivor.join();
      assertThat(survivor.exitStatus().orElseThrow().isSuccess()).isTrue();
      standstill.report("changes under a lock");
    }
  }

  private static void changeUntilNegative(SharedLock lock, SharedLong one, SharedLong two) {
    while (one.get() >= 0) {
      changeUnderLock(lock, one, two);
    }
  }

  private static String text(long number) {
    return Long.toString(number).repeat(20);
  }

  private static void replaceForever(ShareableList list, SharedLong work) {
    for (long i = 0; ; i++) {
      list.set(0, text(1_000_000 + i % 1_000_000));
      work.incrementAndGet();
    }
  }

  private static void replacingElements(int rounds) {
    Standstill standstill = new Standstill();
    try (ShareableList list = ShareableList.of(text(1_000_000), 2L);
        SharedLong work = SharedLong.create()) {
      for (int round = 0; round < rounds; round++) {
        try (JvmProcess victim = JvmProcess.start(() -> replaceForever(list, work))) {
          killAtWork(victim, work);
          standstill.begins();
          String whole = (String) list.get(0);
          assertThat(whole).isEqualTo(whole.substring(0, 7).repeat(20));
        }
        // Not held up, though the victim may have been killed in the middle of a change.
        list.set(1, (long) round);
        standstill.ends();
        String last = (String) list.get(0);
        assertThat(last).isEqualTo(last.substring(0, 7).repeat(20));
      }
      standstill.report("changes of a list");
    }
  }

  @Test
  void insideCreateAndUnlink() throws IOException {
    makingAndUnlinking(ROUNDS);
  }

  @Test
  void insideAChangeUnderALock() throws InterruptedException {
    changingUnderALock(ROUNDS);
  }

  @Test
  void insideAChangeOfAList() {
    replacingElements(ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideCreateAndUnlink() throws IOException {
    makingAndUnlinking(MANY_ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideAChangeUnderALock() throws InterruptedException {
    changingUnderALock(MANY_ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideAChangeOfAList() {
    replacingElements(MANY_ROUNDS);
  }
}
