package dev.brood.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Members;
import dev.brood.internal.family.Play;
import dev.brood.internal.lock.RobustLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The next permit of a semaphore is promised to the process that has waited long for it. */
class PromisedPermitTest {

  private static final Members FAMILY = new Members(3, 64, PermitAccount.BYTES, 3);

  private final List<Cell> cells = FAMILY.cell();
  private final List<PermitAccount> accounts = new ArrayList<>();
  private final List<SharedSemaphore> semaphores = new ArrayList<>();

  PromisedPermitTest() {
    PermitAccount.initialize(cells.get(0).body(), 1, 0);
    for (Cell cell : cells) {
      accounts.add(new PermitAccount(cell, new RobustLock(cell)));
      semaphores.add(new SharedSemaphore(cell));
    }
  }

  private int id(int member) {
    Family family = cells.get(member).family();
    return family.self();
  }

  @Test
  void aPromisedPermitIsNotThereForOthers() {
    assertThat(accounts.get(1).promise()).isTrue();
    assertThat(accounts.get(2).promise()).isFalse();
    assertThat(accounts.get(0).promisedTo()).isEqualTo(id(1));

    assertThat(accounts.get(0).take(1)).isFalse();
    assertThat(accounts.get(0).take(0)).isTrue();
    accounts.get(0).giveBack(1);
    assertThat(accounts.get(0).take(2)).isFalse();
    assertThat(accounts.get(0).take(1)).isTrue();

    assertThat(accounts.get(1).takePromised()).isTrue();
    assertThat(accounts.get(0).promisedTo()).isZero();
    accounts.get(1).giveBack(1);
    assertThat(accounts.get(0).take(1)).isTrue();
  }

  @Test
  void aPermitThatIsNotThereYetCannotBeTakenByPromise() {
    assertThat(accounts.get(0).take(1)).isTrue();
    assertThat(accounts.get(1).promise()).isTrue();
    assertThat(accounts.get(1).takePromised()).isFalse();
    assertThat(accounts.get(0).promisedTo()).isEqualTo(id(1));
    accounts.get(1).giveUpPromise();
    assertThat(accounts.get(0).promisedTo()).isZero();
  }

  @Test
  void whoReleasesDoesNotGetThePermitBackBeforeWhoWaitedLong() throws Exception {
    SharedSemaphore ours = semaphores.get(0);
    for (int round = 0; round < 10; round++) {
      ours.acquire();
      Future<Boolean> next =
          Play.inThread(() -> {
            semaphores.get(1).acquire();
            return true;
          });
      awaitPromise(1);
      ours.release();
      assertThat(ours.tryAcquire()).isFalse();
      assertThat(next.get(Play.STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(ours.tryAcquire()).isFalse();
      semaphores.get(1).release();
    }
    assertThat(ours.tryAcquire()).isTrue();
  }

  @Test
  void whenItGivesUpAnotherTakesItsPlace() throws Exception {
    SharedSemaphore ours = semaphores.get(0);
    ours.acquire();
    Thread interrupted = Play.untilInterrupted(() -> semaphores.get(1).acquire());
    awaitPromise(1);
    Future<Boolean> other =
        Play.inThread(() -> semaphores.get(2).tryAcquire(Duration.ofSeconds(20)));
    interrupted.interrupt();
    awaitPromise(2);
    ours.release();
    assertThat(other.get(Play.STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
    semaphores.get(2).release();
    assertThat(ours.tryAcquire()).isTrue();
  }

  @Test
  void whoseTimeRunsOutIsPromisedNothing() throws Exception {
    SharedSemaphore ours = semaphores.get(0);
    ours.acquire();
    Future<Boolean> late = Play.inThread(() -> semaphores.get(1).tryAcquire(Duration.ofMillis(60)));
    awaitPromise(1);
    assertThat(late.get(Play.STUCK_SECONDS, TimeUnit.SECONDS)).isFalse();
    ours.release();
    assertThat(ours.tryAcquire()).isTrue();
  }

  @Test
  void whoClosesItIsPromisedNothing() throws Exception {
    SharedSemaphore ours = semaphores.get(0);
    ours.acquire();
    Future<Boolean> closing =
        Play.inThread(() -> {
          semaphores.get(1).acquire();
          return true;
        });
    awaitPromise(1);
    semaphores.get(1).close();
    assertThatThrownBy(() -> closing.get(Play.STUCK_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(accounts.get(0).promisedTo()).isZero();
    ours.release();
    assertThat(ours.tryAcquire()).isTrue();
  }

  private void awaitPromise(int member) {
    Play.until(() -> accounts.get(0).promisedTo() == id(member));
  }
}
