package dev.brood.internal.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Members;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A ticket is either called, or its process has given it up before. */
@JCStressTest
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "given up")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "called")
@State
public class HeirStress {

  private static final Members MEMBERS = new Members(2, 4096, RobustLock.BYTES, 1);

  private final Heir caller;
  private final Heir waiter;
  private final int waiting;

  public HeirStress() {
    List<Cell> cells = MEMBERS.cell();
    this.caller = heir(cells.get(0));
    this.waiter = heir(cells.get(1));
    this.waiting = cells.get(1).family().self();
  }

  private static Heir heir(Cell cell) {
    Family family = cell.family();
    return new Heir(cell.body().asSlice(0, Heir.BYTES), family);
  }

  @Actor
  public void unlock(ZZ_Result result) {
    result.r1 = caller.callNext() == waiting;
  }

  @Actor
  public void giveUp(ZZ_Result result) {
    result.r2 = waiter.giveUp(waiter.draw());
  }
}
