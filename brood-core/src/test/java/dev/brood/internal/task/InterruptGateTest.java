package dev.brood.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptGateTest {

  private final InterruptGate gate = new InterruptGate(Thread.currentThread());

  @AfterEach
  void leavesNoInterruptBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void interruptsTheItemThatRuns() {
    assertThat(gate.open(1)).isTrue();
    gate.interrupt(1);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    gate.close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptThatComesTooLateHitsNobody() {
    assertThat(gate.open(1)).isTrue();
    gate.close();
    gate.interrupt(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(gate.open(2)).isTrue();
    gate.interrupt(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    gate.close();
  }

  @Test
  void theNextItemEndsTheOneBefore() {
    assertThat(gate.open(1)).isTrue();
    gate.interrupt(1);
    assertThat(gate.open(2)).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    gate.interrupt(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    gate.interrupt(2);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    gate.close();
    gate.close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptThatComesTooEarlyWaitsForItsItem() {
    gate.interrupt(2);
    assertThat(gate.open(1)).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    gate.close();
    assertThat(gate.open(2)).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    gate.close();
  }

  @Test
  void itemsThatAreCalledOffDoNotRun() {
    gate.callOff(3, 5);
    gate.callOff(9, 9);
    for (long item = 1; item <= 12; item++) {
      boolean wanted = gate.open(item);
      assertThat(wanted).as("item %s", item).isEqualTo(!((item >= 3 && item <= 5) || item == 9));
      gate.close();
    }
  }

  @Test
  void theItemThatRunsIsInterruptedWhenItIsCalledOff() {
    assertThat(gate.open(4)).isTrue();
    gate.callOff(2, 6);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    gate.close();
    assertThat(gate.open(5)).isFalse();
    gate.close();
    assertThat(gate.open(7)).isTrue();
    gate.close();
  }

  @Test
  void whatIsTakenBackDoesNotRunAndTheRunningItemGoesOn() {
    assertThat(gate.takeBack(1, 2)).isEqualTo(1);
    assertThat(gate.open(1)).isFalse();
    gate.close();
    assertThat(gate.takeBack(2, 2)).isEqualTo(2);
    assertThat(gate.open(2)).isFalse();
    assertThat(gate.open(3)).isTrue();
    assertThat(gate.takeBack(2, 6)).isEqualTo(4);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    gate.close();
    assertThat(gate.takeBack(2, 6)).isEqualTo(4);
    for (long item = 4; item <= 6; item++) {
      assertThat(gate.open(item)).isFalse();
      gate.close();
    }
    assertThat(gate.open(7)).isTrue();
    gate.close();
  }

  @Test
  @Timeout(60)
  void noItemRunsThatWasTakenBack() throws InterruptedException {
    int items = 200_000;
    AtomicLong reached = new AtomicLong();
    AtomicLong asks = new AtomicLong();
    boolean[] ran = new boolean[items + 1];
    InterruptGate[] ofWorker = new InterruptGate[1];
    Thread worker =
        new Thread(() -> {
          for (int item = 1; item <= items; item++) {
            reached.setOpaque(item);
            long seen = asks.get();
            while (item % 1_000 == 0 && asks.get() < seen + 2) {
              // So that something is taken back, whatever the scheduler does.
              Thread.onSpinWait();
            }
            ran[item] = ofWorker[0].open(item);
            if (item % 7 == 0) {
              ofWorker[0].close();
            }
          }
          ofWorker[0].close();
        });
    ofWorker[0] = new InterruptGate(worker);
    worker.start();
    BitSet asked = new BitSet();
    BitSet given = new BitSet();
    do {
      int first = (int) reached.getOpaque() + ThreadLocalRandom.current().nextInt(300);
      int last = Math.min(items, first + ThreadLocalRandom.current().nextInt(100));
      if (first <= last) {
        int from = (int) ofWorker[0].takeBack(first, last);
        asked.set(first, last + 1);
        given.set(Math.min(from, last + 1), last + 1);
      }
      asks.incrementAndGet();
    } while (worker.isAlive());
    worker.join();
    assertThat(given.stream()).isNotEmpty().noneMatch(item -> ran[item]);
    assertThat(IntStream.rangeClosed(1, items).filter(item -> !asked.get(item)))
        .allMatch(item -> ran[item]);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(60)
  void noInterruptEverHitsAnotherItem(boolean closing) throws InterruptedException {
    AtomicLong running = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong mistakes = new AtomicLong();
    AtomicLong hits = new AtomicLong();
    InterruptGate[] ofWorker = new InterruptGate[1];
    Thread worker =
        new Thread(() -> {
          for (int item = 1; item <= 2_000; item++) {
            running.set(item);
            ofWorker[0].open(item);
            long end = System.nanoTime() + ThreadLocalRandom.current().nextInt(40_000);
            // Some wait until they are hit, whatever the scheduler does.
            while (System.nanoTime() - end < 0
                || (item % 40 == 0 && !Thread.currentThread().isInterrupted())) {
              Thread.onSpinWait();
            }
            if (Thread.currentThread().isInterrupted()) {
              hits.incrementAndGet();
              mistakes.addAndGet(item % 2 == 0 ? 0 : 1);
            }
            if (closing) {
              ofWorker[0].close();
              mistakes.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            }
          }
          over.set(true);
        });
    ofWorker[0] = new InterruptGate(worker);
    worker.start();
    while (!over.get()) {
      // Only even items are aimed at.
      long item = running.get() & ~1L;
      ofWorker[0].interrupt(item);
    }
    worker.join();
    assertThat(mistakes.get()).isZero();
    assertThat(hits.get()).isGreaterThanOrEqualTo(50);
  }

  @Test
  @Timeout(60)
  void noInterruptIsLost() throws InterruptedException {
    int items = 4_000;
    AtomicLong done = new AtomicLong();
    InterruptGate[] ofWorker = new InterruptGate[1];
    Thread worker =
        new Thread(() -> {
          for (int item = 1; item <= items; item++) {
            ofWorker[0].open(item);
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
            done.set(item);
          }
          ofWorker[0].close();
        });
    ofWorker[0] = new InterruptGate(worker);
    worker.start();
    for (int item = 1; item <= items; item++) {
      // Just when it begins, so sometimes before and sometimes after.
      while (done.get() < item - 1) {
        Thread.onSpinWait();
      }
      for (int spin = ThreadLocalRandom.current().nextInt(40); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      ofWorker[0].interrupt(item);
    }
    worker.join();
    assertThat(done.get()).isEqualTo(items);
  }
}
