package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.jvm.JvmOptions;
import dev.brood.memory.SharingReport;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.sync.Event;
import dev.brood.system.family.Token;
import dev.brood.system.support.Delays;
import dev.brood.system.support.NativeAccess;
import dev.brood.system.support.Waits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes that may call native code wake each other by futex, and live with those that do not.
 */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class FutexTest {
  private static final int ROUNDS = 2_000;
  private static final int MANY_ROUNDS = 300_000;
  private static final int TIMES = 100;

  private static JvmProcess start(boolean futex, ProcessTarget target) {
    return JvmProcess.builder()
        .target(() -> {
          assertThat(SharingReport.take().futex()).isEqualTo(futex);
          target.run();
        })
        .jvm(futex ? NativeAccess.GRANTED : JvmOptions.defaults())
        .start();
  }

  private static void mustEndWell(JvmProcess process) throws InterruptedException {
    assertThat(process.join(Delays.STUCK)).isTrue();
    assertThat(process.failure()).isEmpty();
  }

  private static void runsWithFutex(ProcessTarget target) throws InterruptedException {
    try (JvmProcess process = start(true, target)) {
      mustEndWell(process);
    }
  }

  /** Another thread of the same process sleeps in the set too, and must not take wake-ups away. */
  private static void awaitInTwoThreads(Token token, int rounds, TokenTurn turn) {
    CompletableFuture<Void> other = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          token.await(rounds);
          other.complete(null);
        });
    for (int round = 1; round <= rounds; round++) {
      turn.take(round);
    }
    other.join();
  }

  private interface TokenTurn {
    void take(int round);
  }

  private static void passToAndFro(boolean oneFutex, boolean otherFutex, int rounds)
      throws Exception {
    try (Token there = Token.create();
        Token back = Token.create();
        JvmProcess echo =
            start(
                otherFutex,
                () ->
                    awaitInTwoThreads(
                        there,
                        rounds,
                        round -> {
                          there.await(round);
                          back.set(round);
                        }));
        JvmProcess driver =
            start(
                oneFutex,
                () ->
                    awaitInTwoThreads(
                        back,
                        rounds,
                        round -> {
                          there.set(round);
                          back.await(round);
                        }))) {
      mustEndWell(driver);
      mustEndWell(echo);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true"})
  void processesWakeEachOther(boolean oneFutex, boolean otherFutex) throws Exception {
    passToAndFro(oneFutex, otherFutex, ROUNDS);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false"})
  @Tag("chaos")
  void processesWakeEachOtherVeryOften(boolean oneFutex, boolean otherFutex) throws Exception {
    passToAndFro(oneFutex, otherFutex, MANY_ROUNDS);
  }

  @Test
  void whoWaitsForLongIsWokenToo() throws Exception {
    try (Token there = Token.create();
        Token back = Token.create();
        JvmProcess process =
            start(
                true,
                () -> {
                  back.set(1);
                  there.await(1);
                })) {
      back.await(1);
      // Long enough for the other to have parked; if it has not, it is woken all the same.
      assertThat(process.join(Delays.WATCH)).isFalse();
      there.set(1);
      mustEndWell(process);
    }
  }

  @Test
  void anInterruptEndsASleep() throws Exception {
    runsWithFutex(() -> {
      try (Event event = Event.create()) {
        for (int i = 0; i < TIMES; i++) {
          CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
          CountDownLatch begun = new CountDownLatch(1);
          Thread thread =
              Thread.ofPlatform()
                  .start(() -> {
                    begun.countDown();
                    try {
                      event.await();
                      interrupted.complete(false);
                    } catch (InterruptedException e) {
                      interrupted.complete(true);
                    }
                  });
          begun.await();
          thread.interrupt();
          assertThat(interrupted.join()).isTrue();
        }
      }
    });
  }

  @Test
  void closingEndsASleep() throws Exception {
    runsWithFutex(() -> {
      for (int i = 0; i < TIMES; i++) {
        Event event = Event.create();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> waits =
            CompletableFuture.runAsync(
                () -> {
                  begun.countDown();
                  assertThatIllegalStateException()
                      .isThrownBy(event::await)
                      .withMessageContaining("closed");
                },
                task -> Thread.ofPlatform().start(task));
        begun.await();
        event.close();
        waits.join();
      }
    });
  }

  @Test
  void virtualThreadsLeaveTheirCarriersFree() throws Exception {
    try (Token go = Token.create();
        Token ready = Token.create();
        JvmProcess process =
            start(
                true,
                () -> {
                  List<Thread> waiting =
                      IntStream.range(0, TIMES)
                          .mapToObj(i -> Thread.startVirtualThread(() -> go.await(1)))
                          .toList();
                  ready.set(1);
                  for (Thread thread : waiting) {
                    assertThat(thread.join(Delays.PATIENT)).isTrue();
                  }
                })) {
      ready.await(1);
      go.set(1);
      mustEndWell(process);
    }
  }

  @Test
  void whoIsKilledInItsSleepLeavesTheOthersAlone() throws Exception {
    try (Token never = Token.create();
        Token there = Token.create();
        Token back = Token.create();
        JvmProcess survivor =
            start(
                true,
                () -> {
                  there.await(1);
                  back.set(1);
                })) {
      for (int i = 0; i < 3; i++) {
        try (JvmProcess victim =
            start(
                true,
                () -> {
                  never.set(1);
                  there.await(2);
                })) {
          Waits.until("the victim is about to sleep", () -> never.get() == 1);
          victim.kill();
          victim.join();
          never.set(0);
        }
      }
      there.set(1);
      back.await(1);
      mustEndWell(survivor);
    }
  }
}
