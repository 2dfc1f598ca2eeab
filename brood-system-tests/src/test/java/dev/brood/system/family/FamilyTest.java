package dev.brood.system.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Waits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes of a family share cells, wake each other, and notice who died. */
class FamilyTest {

  @Test
  void aChildWakesItsParentAndTheParentItsChild() throws InterruptedException {
    try (Token token = Token.create();
        JvmProcess child = JvmProcess.start(() -> pingPong(token, 2, 1))) {
      pingPong(token, 1, 2);
      child.join();
      assertThat(child.exitStatus().orElseThrow().toString()).contains("0");
    }
  }

  private static void pingPong(Token token, long own, long other) {
    for (int i = 0; i < 100; i++) {
      if (own == 1) {
        token.set(own);
        token.await(other);
      } else {
        token.await(other);
        token.set(own);
      }
    }
  }

  @Test
  void siblingsWakeEachOther() throws InterruptedException {
    try (Token token = Token.create();
        JvmProcess one = JvmProcess.start(() -> pingPong(token, 1, 2));
        JvmProcess two = JvmProcess.start(() -> pingPong(token, 2, 1))) {
      one.join();
      two.join();
      assertThat(token.get()).isEqualTo(2);
    }
  }

  @Test
  void membersKnowEachOther() throws InterruptedException {
    try (Token token = Token.create();
        JvmProcess child =
            JvmProcess.builder()
                .name("Lotte")
                .target(() -> {
                  token.set(1);
                  token.await(2);
                })
                .start()) {
      token.await(1);
      assertThat(token.setter().name()).isEqualTo("Lotte");
      assertThat(token.setter().pid()).isEqualTo(child.pid());
      token.set(2);
      assertThat(token.setter().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(token.setter().name()).isEqualTo("main");
    }
  }

  @Test
  void aKillWakesWhoeverWaits() throws InterruptedException {
    try (Token token = Token.create();
        JvmProcess victim = JvmProcess.start(() -> setAndStay(token));
        JvmProcess watcher =
            JvmProcess.start(() -> {
              token.await(1);
              token.awaitEndOfSetter();
            })) {
      token.await(1);
      victim.kill();
      token.awaitEndOfSetter();
      watcher.join();
    }
  }

  private static void setAndStay(Token token) throws InterruptedException {
    token.set(1);
    Waits.untilInterrupted();
  }

  @Test
  void aHandleIsOneObjectInAProcess() {
    try (Pool pool = Pool.of(1);
        Token token = Token.create()) {
      boolean one = pool.apply(pair -> pair.get(0) == pair.get(1), List.of(token, token));
      assertThat(one).isTrue();
      Token back = pool.apply(same -> same, token);
      assertThat(back).isSameAs(token);
    }
  }

  @Test
  void aHandleOutlivesTheProcessThatMadeIt() throws InterruptedException {
    Token made;
    try (Pool pool = Pool.of(1)) {
      made = pool.apply(number -> numbered(number), 7L);
    }
    try (made) {
      assertThat(made.get()).isEqualTo(7);
    }
  }

  private static Token numbered(long number) {
    Token token = Token.create();
    token.set(number);
    return token;
  }

  @Test
  void theLastUserThatClosesFrees() {
    Token token = Token.create();
    try (Pool pool = Pool.of(1)) {
      long pid = pool.apply(sent -> remember(sent), token);
      assertThat(pid).isPositive();
      token.close();
      assertThatIllegalStateException().isThrownBy(token::get);
      // The worker uses it still, so it can come back.
      Token again = pool.apply(() -> remembered);
      assertThat(again).isNotSameAs(token);
      assertThat(again.get()).isZero();
      again.close();
      pool.apply(() -> closeRemembered());
      Token late = pool.apply(() -> Token.create());
      assertThat(late.ref().offset()).as("another slab").isPositive();
      late.close();
    }
  }

  private static Token remembered;

  private static long remember(Token token) {
    remembered = token;
    return ProcessHandle.current().pid();
  }

  private static boolean closeRemembered() {
    remembered.close();
    return true;
  }
}
