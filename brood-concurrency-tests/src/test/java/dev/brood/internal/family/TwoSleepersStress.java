package dev.brood.internal.family;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.brood.internal.region.SharedWords;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two threads of one process sleep in a set. One wakes for no reason and enters again, which sets
 * the bit that a waker may just have cleared for both; the other one only watches that bit.
 */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both see the change, or are woken")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "who entered again sleeps for ever")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "the other one sleeps for ever")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "both sleep for ever")
@State
public class TwoSleepersStress {

  private static final Members MEMBERS = new Members(2, 4096, 64, 1);

  private final List<Cell> cells = MEMBERS.cell();
  private final WaitSet ofSleepers = cells.get(0).waitSet(0);
  private final WaitSet ofWaker = cells.get(1).waitSet(0);
  private final Sleeper again = ofSleepers.enter();
  private final Sleeper other = ofSleepers.enter();

  @Actor
  public void enterAgain(ZZ_Result result) {
    ofSleepers.enterAgain(again);
    result.r1 = SharedWords.getLong(cells.get(0).body(), 0) != 0 || !ofSleepers.mayPark(again);
  }

  @Actor
  public void wake() {
    SharedWords.setLong(cells.get(1).body(), 0, 1);
    ofWaker.wakeOne();
  }

  @Arbiter
  public void look(ZZ_Result result) {
    result.r1 |= again.rung;
    result.r2 = ofSleepers.isRung(other);
    ofSleepers.leave(again);
    ofSleepers.leave(other);
  }
}
