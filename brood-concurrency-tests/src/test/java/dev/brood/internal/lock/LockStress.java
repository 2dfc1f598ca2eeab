package dev.brood.internal.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Members;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Of two processes that lock, one at a time is inside and sees what the other has done. */
public final class LockStress {

  private LockStress() {}

  /** A number beside a lock, in shared memory, and nothing about it is atomic. */
  abstract static class Counter {
    private static final Members MEMBERS = new Members(2, 4096, RobustLock.FAIR_BYTES + 64, 1);

    private final List<Cell> cells = MEMBERS.cell();
    private final RobustLock first;
    private final RobustLock second;

    Counter(boolean fair) {
      RobustLock.initialize(cells.get(0), fair, false);
      this.first = new RobustLock(cells.get(0));
      this.second = new RobustLock(cells.get(1));
    }

    void count(int member) {
      RobustLock lock = member == 0 ? first : second;
      lock.lock();
      try {
        Cell cell = cells.get(member);
        cell.body().set(ValueLayout.JAVA_LONG, RobustLock.FAIR_BYTES, counted(member) + 1);
      } finally {
        lock.unlock();
      }
    }

    long counted(int member) {
      return cells.get(member).body().get(ValueLayout.JAVA_LONG, RobustLock.FAIR_BYTES);
    }
  }

  /** A lock that whoever comes may take. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "each waited for the other")
  @State
  public static class Barging extends Counter {

    public Barging() {
      super(false);
    }

    @Actor
    public void first() {
      count(0);
      count(0);
    }

    @Actor
    public void second() {
      count(1);
      count(1);
    }

    @Arbiter
    public void look(J_Result result) {
      result.r1 = counted(0);
    }
  }

  /** A lock that is handed over in the order of those who wait. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "each waited for the other")
  @State
  public static class Fair extends Counter {

    public Fair() {
      super(true);
    }

    @Actor
    public void first() {
      count(0);
      count(0);
    }

    @Actor
    public void second() {
      count(1);
      count(1);
    }

    @Arbiter
    public void look(J_Result result) {
      result.r1 = counted(0);
    }
  }
}
