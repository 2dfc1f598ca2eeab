package dev.brood.internal.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Members;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Of two processes that take, one gets the only element. */
@JCStressTest
@Outcome(id = "1, null", expect = ACCEPTABLE, desc = "the first")
@Outcome(id = "null, 1", expect = ACCEPTABLE, desc = "the second")
@State
public class TwoTakersStress {

  private static final Members MEMBERS = QueueView.members(2, 2048);

  private final List<QueueView> queue = QueueView.create(MEMBERS, 1);

  public TwoTakersStress() {
    queue.get(0).offer(1);
  }

  @Actor
  public void first(LL_Result result) {
    result.r1 = queue.get(0).poll();
  }

  @Actor
  public void second(LL_Result result) {
    result.r2 = queue.get(1).poll();
  }
}
