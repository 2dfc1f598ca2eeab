package dev.brood.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Members;
import dev.brood.internal.family.Play;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lock that whoever comes may take is handed to the one that has waited long for it. */
class HeirTest {

  private static final int MEMBERS = 5;
  private static final Members FAMILY = new Members(MEMBERS, 64, RobustLock.BYTES, 1);
  private static final int STRANGER = 1_000_000;

  private final List<Cell> cells = FAMILY.cell();
  private final MemorySegment drawer;
  private final List<Heir> heirs = new ArrayList<>();
  private final List<RobustLock> locks = new ArrayList<>();

  HeirTest() {
    RobustLock.initialize(cells.get(0), false, false);
    drawer = cells.get(0).body().asSlice(ProcessLock.AT_HEIR, Heir.BYTES);
    for (Cell cell : cells) {
      locks.add(new RobustLock(cell));
      heirs.add(new Heir(cell.body().asSlice(ProcessLock.AT_HEIR, Heir.BYTES), cell.family()));
    }
  }

  private int id(int member) {
    Family family = cells.get(member).family();
    return family.self();
  }

  @Test
  void oneIsTheHeir() {
    assertThat(heirs.get(0).callNext()).isZero();
    long ticket = heirs.get(1).draw();
    assertThat(ticket).isNotEqualTo(Succession.NO_TICKET);
    assertThat(heirs.get(2).draw()).isEqualTo(Succession.NO_TICKET);
    assertThat(heirs.get(0).callNext()).isEqualTo(id(1));
    assertThat(heirs.get(0).callNext()).isZero();
    assertThat(heirs.get(2).draw()).isEqualTo(Succession.NO_TICKET);
  }

  @Test
  void aTicketIsCalledOrGivenUp() {
    assertThat(heirs.get(1).giveUp(heirs.get(1).draw())).isTrue();
    assertThat(heirs.get(0).callNext()).isZero();
    long ticket = heirs.get(2).draw();
    assertThat(heirs.get(0).callNext()).isEqualTo(id(2));
    assertThat(heirs.get(2).giveUp(ticket)).isFalse();
    heirs.get(2).forget();
    assertThat(heirs.get(1).draw()).isNotEqualTo(Succession.NO_TICKET);
  }

  @Test
  void whoIsDeadInheritsNothing() {
    SharedWords.setLong(drawer, 0, (long) STRANGER << Integer.SIZE | STRANGER);
    assertThat(heirs.get(0).callNext()).isZero();
    assertThat(heirs.get(1).draw()).isNotEqualTo(Succession.NO_TICKET);
    assertThat(heirs.get(0).callNext()).isEqualTo(id(1));
  }

  @Test
  void aCallerThatDiesIsNoticed() {
    long ticket = heirs.get(1).draw();
    SharedWords.setLong(drawer, 0, Long.MIN_VALUE | (long) STRANGER << Integer.SIZE | id(1));
    assertThat(heirs.get(1).isCallerDead()).isTrue();
    heirs.get(1).putBack(ticket);
    assertThat(heirs.get(0).callNext()).isEqualTo(id(1));
    assertThat(heirs.get(1).isCallerAlive()).isTrue();
  }

  @Test
  void whoUnlocksDoesNotGetTheLockBackBeforeTheHeir() throws Exception {
    RobustLock ours = locks.get(0);
    for (int round = 0; round < 10; round++) {
      ours.lock();
      CountDownLatch unlock = new CountDownLatch(1);
      Future<Boolean> next =
          Play.inThread(() -> {
            locks.get(1).lock();
            boolean inTime = unlock.await(Play.STUCK_SECONDS, TimeUnit.SECONDS);
            locks.get(1).unlock();
            return inTime;
          });
      awaitHeir(1);
      ours.unlock();
      assertThat(ours.tryLock()).isFalse();
      unlock.countDown();
      assertThat(next.get(Play.STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(SharedWords.getLong(drawer, 0)).isZero();
    }
    assertThat(ours.tryLock()).isTrue();
    ours.unlock();
  }

  @Test
  void whenTheHeirGivesUpAnotherTakesItsPlace() throws Exception {
    RobustLock ours = locks.get(0);
    ours.lock();
    Thread interrupted = Play.untilInterrupted(() -> locks.get(1).lockInterruptibly());
    awaitHeir(1);
    Future<Boolean> other =
        Play.inThread(() -> {
          locks.get(2).lock();
          locks.get(2).unlock();
          return true;
        });
    interrupted.interrupt();
    awaitHeir(2);
    ours.unlock();
    assertThat(other.get(Play.STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(ours.tryLock()).isTrue();
    ours.unlock();
  }

  @Test
  void whoeverGivesUpJustThenLosesNothing() throws Exception {
    Thread greedy = Thread.ofPlatform().daemon().start(this::keepTaking);
    List<Future<Boolean>> others =
        IntStream.range(1, MEMBERS)
            .mapToObj(member -> Play.inThread(() -> tryNowAndThen(member)))
            .toList();
    for (Future<Boolean> each : others) {
      assertThat(each.get(Play.STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    greedy.interrupt();
    assertThat(greedy.join(Duration.ofSeconds(Play.STUCK_SECONDS))).isTrue();
    RobustLock ours = locks.get(1);
    assertThat(ours.tryLock()).isTrue();
    ours.unlock();
    assertThat(SharedWords.getLong(drawer, 0)).isZero();
  }

  /** Has the lock nearly always, until it is interrupted. */
  private void keepTaking() {
    RobustLock ours = locks.get(0);
    while (!Thread.currentThread().isInterrupted()) {
      ours.lock();
      LockSupport.parkNanos(3_000_000);
      ours.unlock();
    }
  }

  /** Waits for about as long as it takes to become the heir, a little more or less. */
  private boolean tryNowAndThen(int member) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      if (locks
          .get(member)
          .tryLock(TimeUnit.MICROSECONDS.toNanos(9_000 + 500L * member + 100L * i))) {
        locks.get(member).unlock();
      }
    }
    return true;
  }

  private void awaitHeir(int member) {
    Play.until(() -> (int) SharedWords.getLong(drawer, 0) == id(member));
  }
}
