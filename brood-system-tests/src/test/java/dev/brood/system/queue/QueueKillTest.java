package dev.brood.system.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Standstill;
import dev.brood.system.support.Waits;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processes are killed while they put and take, and the others go on: nothing is lost but what a
 * victim had taken, no element is torn, none comes twice.
 */
class QueueKillTest {
  private static final long SEED = Long.getLong("brood.test.seed", System.nanoTime());
  private static final int ROUNDS = 8;
  private static final int MANY_ROUNDS = Integer.getInteger("brood.test.rounds", 1_000);
  private static final long SOON_NANOS = 20_000_000;
  private static final int SURVIVOR = 0;

  private final Random random = new Random(SEED);

  /** An element that shows whether it is whole. */
  private static final class Item implements Serializable {
    private static final long serialVersionUID = 1;

    private final int producer;
    private final long number;
    private final byte[] bytes;
    private final String end;

    Item(int producer, long number) {
      this.producer = producer;
      this.number = number;
      // Now and then one that needs a file of its own, and some that go out of band.
      int size = (int) (number % 500 == 499 ? 2_000_000 : number % 50 == 49 ? 40_000 : number % 90);
      this.bytes = new byte[size];
      Arrays.fill(bytes, (byte) number);
      this.end = "end of " + number;
    }

    void check() {
      Item whole = new Item(producer, number);
      if (!Arrays.equals(bytes, whole.bytes) || !end.equals(whole.end)) {
        throw new AssertionError("torn: " + producer + "/" + number);
      }
    }
  }

  private static void putForEver(SharedQueue<Item> queue, int producer)
      throws InterruptedException {
    for (long number = 0; ; number++) {
      queue.put(new Item(producer, number));
    }
  }

  @Test
  void insidePut() throws Exception {
    killPutters(ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsidePut() throws Exception {
    killPutters(MANY_ROUNDS);
  }

  private void killPutters(int rounds) throws Exception {
    try (SharedQueue<Item> queue = SharedQueue.create(50)) {
      Map<Integer, Long> next = new HashMap<>();
      Standstill standstill = new Standstill();
      try (JvmProcess survivor = JvmProcess.start(() -> putForEver(queue, SURVIVOR))) {
        for (int round = 1; round <= rounds; round++) {
          String where = "seed=" + SEED + ", round=" + round;
          int producer = round;
          try (JvmProcess victim = JvmProcess.start(() -> putForEver(queue, producer))) {
            while (!next.containsKey(producer)) {
              take(queue, next, where);
            }
            long end = System.nanoTime() + random.nextLong(SOON_NANOS);
            while (System.nanoTime() - end < 0) {
              take(queue, next, where);
            }
            victim.kill();
            victim.join();
          }
          // Of the survivor, beyond all that could be in the queue.
          standstill.begins();
          long before = next.getOrDefault(SURVIVOR, 0L);
          while (next.getOrDefault(SURVIVOR, 0L) < before + 60) {
            take(queue, next, where);
          }
          standstill.ends();
          assertThat(survivor.isAlive()).as(where).isTrue();
        }
        survivor.kill();
        survivor.join();
      }
      Item left;
      while ((left = queue.poll()) != null) {
        check(left, next, "the rest");
      }
      assertThat(queue.remainingCapacity()).isEqualTo(50);
      standstill.report("inside put, seed=" + SEED);
    }
  }

  private static void take(SharedQueue<Item> queue, Map<Integer, Long> next, String where)
      throws InterruptedException {
    Item item = queue.poll(Delays.PROMPT);
    assertThat(item).as(where).isNotNull();
    check(item, next, where);
  }

  /** Checks that an element is whole, and the next one of its producer. */
  private static void check(Item item, Map<Integer, Long> next, String where) {
    item.check();
    long expected = next.getOrDefault(item.producer, 0L);
    assertThat(item.number).as(where).isEqualTo(expected);
    next.put(item.producer, expected + 1);
  }

  @Test
  void insideTake() throws Exception {
    killTakers(ROUNDS);
  }

  @Test
  @Tag("chaos")
  void oftenInsideTake() throws Exception {
    killTakers(MANY_ROUNDS);
  }

  private static void passOnForEver(SharedQueue<Item> from, SharedQueue<Long> to)
      throws InterruptedException {
    while (true) {
      Item item = from.take();
      item.check();
      to.put(item.number);
    }
  }

  private void killTakers(int rounds) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicLong putNumber = new AtomicLong();
    Standstill standstill = new Standstill();
    try (SharedQueue<Item> queue = SharedQueue.create(20);
        SharedQueue<Long> seen = SharedQueue.unbounded()) {
      Thread putter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    queue.put(new Item(SURVIVOR, putNumber.get()));
                    putNumber.incrementAndGet();
                  }
                } catch (InterruptedException over) {
                  Thread.currentThread().interrupt();
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      try (JvmProcess survivor = JvmProcess.start(() -> passOnForEver(queue, seen))) {
        for (int round = 1; round <= rounds; round++) {
          String where = "seed=" + SEED + ", round=" + round;
          try (SharedQueue<Long> victims = SharedQueue.unbounded();
              JvmProcess victim = JvmProcess.start(() -> passOnForEver(queue, victims))) {
            assertThat(victims.poll(Delays.PATIENT)).as(where).isNotNull();
            LockSupport.parkNanos(random.nextLong(SOON_NANOS));
            victim.kill();
            victim.join();
            Long number;
            while ((number = victims.poll()) != null) {
              seen.put(number);
            }
            seen.put(-1L);
          }
          standstill.begins();
          long before = putNumber.get();
          standstill.until(where + ": others go on", () -> putNumber.get() > before + 30);
          assertThat(survivor.isAlive()).as(where).isTrue();
          assertThat(failure.get()).as(where).isNull();
        }
        putter.interrupt();
        putter.join();
        Waits.until("the survivor took the rest", queue::isEmpty);
        survivor.kill();
        survivor.join();
      }
      checkTaken(seen, putNumber.get(), rounds);
      standstill.report("inside take, seed=" + SEED);
    }
  }

  /**
   * Each was taken once; each victim lost at most one, and one the survivor that was killed too.
   */
  private static void checkTaken(SharedQueue<Long> seen, long put, int rounds) {
    Map<Long, Integer> times = new HashMap<>();
    seen.stream()
        .filter(number -> number >= 0)
        .forEach(number -> times.merge(number, 1, Math::addExact));
    // The first of each victim was read to see that it works.
    assertThat(times.values()).allMatch(count -> count == 1);
    assertThat((long) times.size()).isBetween(put - 2L * rounds - 1, put);
  }

  @Test
  void insideRemove() throws Exception {
    killRemovers(10);
  }

  private void killRemovers(int rounds) throws Exception {
    try (SharedQueue<Item> queue = SharedQueue.create(40)) {
      long number = 0;
      while (queue.offer(new Item(1, number % 40))) {
        number++;
      }
      for (int round = 1; round <= rounds; round++) {
        String where = "seed=" + SEED + ", round=" + round;
        try (JvmProcess victim = JvmProcess.start(() -> removeForEver(queue))) {
          long until = number + 100;
          while (number < until) {
            assertThat(queue.offer(new Item(1, number % 40), Delays.PATIENT)).as(where).isTrue();
            number++;
          }
          LockSupport.parkNanos(random.nextLong(SOON_NANOS));
          victim.kill();
          victim.join();
        }
        // Nobody puts now, so what is counted and what is there must be the same.
        assertThat(queue.stream().peek(Item::check).count()).as(where).isEqualTo(queue.size());
      }
      queue.clear();
      assertThat(queue.remainingCapacity()).isEqualTo(40);
    }
  }

  private static void removeForEver(SharedQueue<Item> queue) {
    Random random = new Random();
    while (true) {
      queue.removeIf(_ -> random.nextInt(10) == 0);
    }
  }
}
