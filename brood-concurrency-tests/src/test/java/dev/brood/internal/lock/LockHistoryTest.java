package dev.brood.internal.lock;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Members;
import dev.brood.internal.family.RandomPrograms;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever three processes do to the words of a lock at the same time, it is as if they had done it
 * one after the other: Lincheck runs random programs and looks for that order. A process gets the
 * lock if and only if no other has it, as often as it likes, and gives back what it has.
 */
class LockHistoryTest {

  private static final int PROCESSES = 3;

  @ParameterizedTest
  @ValueSource(classes = {Barging.class, Fair.class})
  void isThatOfOneLock(Class<?> kind) {
    // Nothing before and after, which other threads would do: a thread unlocks what it has locked.
    RandomPrograms.of(PROCESSES, 4, Alone.class).actorsBefore(0).actorsAfter(0).check(kind);
  }

  /** The lock, of which each thread has the view of a process of its own. */
  abstract static class Together {
    private static final Members MEMBERS = new Members(PROCESSES + 1, 64, RobustLock.FAIR_BYTES, 1);

    private final List<RobustLock> views;

    Together(boolean fair) {
      List<Cell> cells = MEMBERS.cell();
      RobustLock.initialize(cells.get(0), fair, false);
      views = cells.stream().map(RobustLock::new).toList();
    }

    private RobustLock of(int thread) {
      return views.get(Math.floorMod(thread, views.size()));
    }

    @Operation
    public boolean tryLock(@Param(gen = ThreadIdGen.class) int thread) {
      return of(thread).tryLock();
    }

    @Operation
    public int unlock(@Param(gen = ThreadIdGen.class) int thread) {
      RobustLock lock = of(thread);
      if (lock.holdCount() > 0) {
        lock.unlock();
      }
      return lock.holdCount();
    }
  }

  /** A lock that whoever comes may take. */
  public static final class Barging extends Together {
    public Barging() {
      super(false);
    }
  }

  /** A lock that is handed over in the order of those who wait. */
  public static final class Fair extends Together {
    public Fair() {
      super(true);
    }
  }

  /** What the lock is to be like. */
  public static final class Alone {
    private int owner;
    private int holds;

    public boolean tryLock(int thread) {
      if (holds > 0 && owner != thread) {
        return false;
      }
      owner = thread;
      holds++;
      return true;
    }

    public int unlock(int thread) {
      if (holds == 0 || owner != thread) {
        return 0;
      }
      return --holds;
    }
  }
}
