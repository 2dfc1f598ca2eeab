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

/** Either the sleeper of one process sees the change, or the waker in another sees the sleeper. */
@JCStressTest
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "parks and is woken")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "need not sleep")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "need not sleep, one wake-up too many")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "sleeps for ever")
@State
public class WaitSetStress {

  private static final Members MEMBERS = new Members(2, 4096, 64, 1);

  private final List<Cell> cells = MEMBERS.cell();
  private final WaitSet ofSleeper = cells.get(0).waitSet(0);
  private final WaitSet ofWaker = cells.get(1).waitSet(0);
  private @Nullable Sleeper sleeper;

  @Actor
  public void sleep(ZZ_Result result) {
    Sleeper entered = ofSleeper.enter();
    sleeper = entered;
    result.r1 = SharedWords.getLong(cells.get(0).body(), 0) != 0 || !ofSleeper.mayPark(entered);
  }

  @Actor
  public void wake() {
    SharedWords.setLong(cells.get(1).body(), 0, 1);
    ofWaker.wakeOne();
  }

  @Arbiter
  public void look(ZZ_Result result) {
    Sleeper slept = Objects.requireNonNull(sleeper);
    result.r2 = slept.rung;
    ofSleeper.leave(slept);
  }
}
