package dev.brood.internal.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Members;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two processes that try a lock, exactly one gets it. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second")
@State
public class TryLockStress {

  private static final Members MEMBERS = new Members(2, 4096, RobustLock.BYTES, 1);

  private final List<Cell> cells = MEMBERS.cell();
  private final RobustLock first = new RobustLock(cells.get(0));
  private final RobustLock second = new RobustLock(cells.get(1));

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = first.tryLock();
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = second.tryLock();
  }
}
