package dev.brood.internal.family;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.brood.internal.region.SharedWords;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two threads of one process sleep in a set. One wakes for no reason and enters again, which sets
 * the bit that a waker may just have cleared for both.
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
  private @Nullable Sleeper again;
  private @Nullable Sleeper other;

  private boolean sees() {
    return SharedWords.getLong(cells.get(0).body(), 0) != 0;
  }

  @Actor
  public void sleepAgain(ZZ_Result result) {
    Sleeper sleeper = ofSleepers.enter();
    again = sleeper;
    if (!sees()) {
      ofSleepers.enterAgain(sleeper);
    }
    result.r1 = sees() || !ofSleepers.mayPark(sleeper);
  }

  @Actor
  public void sleep(ZZ_Result result) {
    Sleeper sleeper = ofSleepers.enter();
    other = sleeper;
    result.r2 = sees() || !ofSleepers.mayPark(sleeper);
  }

  @Actor
  public void wake() {
    SharedWords.setLong(cells.get(1).body(), 0, 1);
    ofWaker.wakeOne();
  }

  @Arbiter
  public void look(ZZ_Result result) {
    Sleeper one = Objects.requireNonNull(again);
    Sleeper two = Objects.requireNonNull(other);
    result.r1 |= one.rung;
    result.r2 |= two.rung;
    ofSleepers.leave(one);
    ofSleepers.leave(two);
  }
}
