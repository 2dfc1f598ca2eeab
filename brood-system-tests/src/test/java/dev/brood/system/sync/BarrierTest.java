package dev.brood.system.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.sync.Barrier;
import dev.brood.system.family.Token;
import dev.brood.system.support.Board;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parties in several processes that wait for each other. */
class BarrierTest {
  @TempDir Path folder;

  private static JvmProcess party(Barrier barrier, Board board) {
    return JvmProcess.start(() -> report(barrier, board));
  }

  private static void report(Barrier barrier, Board board) {
    try {
      board.add("index", barrier.await());
    } catch (BrokenBarrierException | InterruptedException e) {
      board.add("failed", e.getClass().getSimpleName());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1000})
  void passesInStep(int rounds) throws Exception {
    try (Barrier barrier = Barrier.create(3);
        Token one = Token.create();
        Token two = Token.create();
        JvmProcess first = JvmProcess.start(() -> passInStep(barrier, one, two, rounds));
        JvmProcess second = JvmProcess.start(() -> passInStep(barrier, two, one, rounds))) {
      for (int i = 0; i < 2 * rounds; i++) {
        barrier.await();
      }
      first.join();
      second.join();
      assertThat(first.exitStatus()).contains(new ExitStatus.Exited(0));
      assertThat(second.exitStatus()).contains(new ExitStatus.Exited(0));
      assertThat(one.get()).isEqualTo(rounds);
      assertThat(barrier.numberWaiting()).isZero();
      assertThat(barrier.isBroken()).isFalse();
    }
  }

  private static void passInStep(Barrier barrier, Token own, Token other, int rounds)
      throws Exception {
    for (int i = 1; i <= rounds; i++) {
      own.increment();
      barrier.await();
      if (other.get() != i) {
        throw new IllegalStateException("round " + i + ", but the other is in " + other.get());
      }
      barrier.await();
    }
  }

  @Test
  void eachGetsItsIndexAndTheActionRunsOnce() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(3, () -> board.add("action", ""));
        JvmProcess one = party(barrier, board);
        JvmProcess two = party(barrier, board)) {
      report(barrier, board);
      one.join();
      two.join();
      assertThat(board.all("index")).containsExactlyInAnyOrder("0", "1", "2");
      assertThat(board.all("action")).hasSize(1);
    }
  }

  @Test
  void anActionThatThrowsBreaksTheBarrier() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier =
            Barrier.create(
                2,
                () -> {
                  throw new IllegalStateException("meant");
                });
        JvmProcess other = party(barrier, board)) {
      Waits.until("one waits", () -> barrier.numberWaiting() == 1);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(barrier::await)
          .withMessage("meant");
      other.join();
      assertThat(board.all("failed")).containsExactly("BrokenBarrierException");
      assertThat(barrier.isBroken()).isTrue();
    }
  }

  @Test
  void anAbortBreaksIt() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(3);
        JvmProcess other = party(barrier, board)) {
      Waits.until("one waits", () -> barrier.numberWaiting() == 1);
      barrier.abort();
      other.join();
      assertThat(board.all("failed")).containsExactly("BrokenBarrierException");
      assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(barrier::await);
      barrier.reset();
      assertThat(barrier.isBroken()).isFalse();
      passTwo(barrier, board);
    }
  }

  private static void passTwo(Barrier barrier, Board board) throws Exception {
    List<JvmProcess> others = new ArrayList<>();
    for (int i = 1; i < barrier.parties(); i++) {
      others.add(party(barrier, board));
    }
    barrier.await();
    for (JvmProcess other : others) {
      other.join();
      other.close();
    }
    assertThat(board.all("index")).hasSize(barrier.parties() - 1);
  }

  @Test
  void aResetFreesThoseThatWait() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(2);
        JvmProcess other = party(barrier, board)) {
      Waits.until("one waits", () -> barrier.numberWaiting() == 1);
      barrier.reset();
      other.join();
      assertThat(board.all("failed")).containsExactly("BrokenBarrierException");
      assertThat(barrier.isBroken()).isFalse();
      passTwo(barrier, board);
    }
  }

  @Test
  void whoRunsOutOfTimeBreaksItForAll() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(3);
        JvmProcess other = party(barrier, board)) {
      Waits.until("one waits", () -> barrier.numberWaiting() == 1);
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> barrier.await(Duration.ofMillis(10)));
      other.join();
      assertThat(board.all("failed")).containsExactly("BrokenBarrierException");
    }
  }

  @Test
  void whoIsInterruptedBreaksItForAll() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(3);
        JvmProcess one = party(barrier, board);
        JvmProcess two = party(barrier, board)) {
      Waits.until("two wait", () -> barrier.numberWaiting() == 2);
      one.interrupt();
      one.join();
      two.join();
      assertThat(board.all("failed"))
          .containsExactlyInAnyOrder("BrokenBarrierException", "InterruptedException");
    }
  }

  @Test
  void theDeathOfAPartyThatWaitsBreaksIt() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(3);
        JvmProcess one = party(barrier, board);
        JvmProcess two = party(barrier, board)) {
      Waits.until("two wait", () -> barrier.numberWaiting() == 2);
      one.kill();
      two.join();
      assertThat(board.all("failed")).containsExactly("BrokenBarrierException");
      assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(barrier::await);
    }
  }

  @Test
  void theDeathOfAPartyThatIsAwaitedBreaksIt() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(2);
        JvmProcess other =
            JvmProcess.start(() -> {
              report(barrier, board);
              Waits.untilInterrupted();
            })) {
      barrier.await();
      board.await("index", 1);
      other.kill();
      assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(barrier::await);
    }
  }

  @Test
  void aPartyThatExitsDoesNotBreakIt() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(2)) {
      passTwo(barrier, board);
      try (JvmProcess next = party(barrier, board)) {
        barrier.await();
        next.join();
      }
      assertThat(barrier.isBroken()).isFalse();
    }
  }

  @Test
  void onePartyNeedsNobody() throws Exception {
    try (Barrier barrier = Barrier.create(1)) {
      assertThat(barrier.await()).isZero();
      assertThat(barrier.await(Duration.ZERO)).isZero();
      assertThat(barrier).hasToString("Barrier[parties=1, waiting=0]");
      assertThatIllegalArgumentException().isThrownBy(() -> Barrier.create(0));
    }
  }

  @Test
  void whoComesDuringTheActionIsOfTheNextGeneration() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier =
        Barrier.create(
            1,
            () -> {
              board.add("action", "");
              if (board.all("action").size() == 1) {
                board.await("other waits");
              }
            })) {
      Thread first = Thread.ofPlatform().start(() -> report(barrier, board));
      board.await("action", 1);
      Thread other = Thread.ofPlatform().start(() -> report(barrier, board));
      Waits.until("it waits", () -> other.getState() == Thread.State.WAITING);
      board.post("other waits", "");
      first.join();
      other.join();
      assertThat(board.all("index")).containsExactly("0", "0");
      assertThat(board.all("action")).hasSize(2);
    }
  }

  @Test
  @SuppressWarnings("try") // it is the closing that is tested
  void closingWhereAThreadWaitsBreaksIt() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(3);
        JvmProcess other = party(barrier, board);
        JvmProcess closing =
            JvmProcess.start(() -> {
              Thread waiter =
                  Thread.ofVirtual()
                      .start(() -> {
                        try {
                          report(barrier, board);
                        } catch (IllegalStateException e) {
                          board.add("failed", "closed");
                        }
                      });
              Waits.until("two wait", () -> barrier.numberWaiting() == 2);
              barrier.close();
              waiter.join();
            })) {
      other.join();
      closing.join();
      assertThat(board.all("failed")).hasSize(2).contains("BrokenBarrierException");
      assertThat(barrier.isBroken()).isTrue();
    }
  }

  @Test
  void aClosedBarrierKnowsHowManyItWasFor() {
    Barrier barrier = Barrier.create(3);
    barrier.close();
    List<Barrier> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(Barrier.create(5));
    }
    assertThat(barrier.parties()).isEqualTo(3);
    others.forEach(Barrier::close);
  }

  @Test
  void whoSleepsThroughManyResetsLearnsThatItBroke() throws Exception {
    Board board = Board.in(folder);
    try (Barrier barrier = Barrier.create(2);
        JvmProcess other =
            JvmProcess.start(() -> {
              Thread waiter = Thread.ofPlatform().start(() -> report(barrier, board));
              // Not only counted: it must not be stopped with the lock of the barrier.
              Waits.until(
                  "it sleeps",
                  () -> barrier.numberWaiting() == 1 && waiter.getState() == Thread.State.WAITING);
              board.post("sleeps", "");
              waiter.join();
            })) {
      board.await("sleeps");
      Signals.stop(other.pid());
      for (int i = 0; i < 100; i++) {
        barrier.reset();
      }
      Signals.resume(other.pid());
      other.join();
      assertThat(board.all("failed")).hasSize(1);
      assertThat(board.all("index")).isEmpty();
    }
  }
}
