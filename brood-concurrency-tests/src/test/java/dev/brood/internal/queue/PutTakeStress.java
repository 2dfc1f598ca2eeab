package dev.brood.internal.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Members;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** What one process puts the other takes in order, as a whole, and once. */
@JCStressTest
@Outcome(id = "null, null, 2", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "1, null, 1", expect = ACCEPTABLE, desc = "one")
@Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "both")
@Outcome(id = "null, 1, 1", expect = ACCEPTABLE, desc = "one, later")
@State
public class PutTakeStress {

  private static final Members MEMBERS = QueueView.members(2, 2048);

  private final List<QueueView> queue = QueueView.create(MEMBERS, 2);

  @Actor
  public void put() {
    queue.get(0).offer(1);
    queue.get(0).offer(2);
  }

  @Actor
  public void take(LLL_Result result) {
    result.r1 = queue.get(1).poll();
    result.r2 = queue.get(1).poll();
  }

  @Arbiter
  public void look(LLL_Result result) {
    result.r3 = queue.get(0).size();
  }
}
