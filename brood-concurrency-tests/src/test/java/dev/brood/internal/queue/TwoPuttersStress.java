package dev.brood.internal.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Members;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Of two processes that put, one gets the last place. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "the first")
@Outcome(id = "false, true, 2", expect = ACCEPTABLE, desc = "the second")
@State
public class TwoPuttersStress {

  private static final Members MEMBERS = QueueView.members(2, 2048);

  private final List<QueueView> queue = QueueView.create(MEMBERS, 1);

  @Actor
  public void first(ZZL_Result result) {
    result.r1 = queue.get(0).offer(1);
  }

  @Actor
  public void second(ZZL_Result result) {
    result.r2 = queue.get(1).offer(2);
  }

  @Arbiter
  public void look(ZZL_Result result) {
    result.r3 = queue.get(0).poll();
  }
}
