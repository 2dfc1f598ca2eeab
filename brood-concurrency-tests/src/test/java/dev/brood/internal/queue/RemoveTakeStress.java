package dev.brood.internal.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.brood.internal.family.Members;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZLL_Result;

/** What one process removes from the middle no other takes. */
@JCStressTest
@Outcome(id = "true, 2, 0", expect = ACCEPTABLE, desc = "removed first")
@Outcome(id = "false, 1, 1", expect = ACCEPTABLE, desc = "taken first")
@State
public class RemoveTakeStress {

  private static final Members MEMBERS = QueueView.members(2, 2048);

  private final List<QueueView> queue = QueueView.create(MEMBERS, 2);

  public RemoveTakeStress() {
    queue.get(0).offer(1);
    queue.get(0).offer(2);
  }

  @Actor
  public void remove(ZLL_Result result) {
    result.r1 = queue.get(0).remove(1);
  }

  @Actor
  public void take(ZLL_Result result) {
    result.r2 = queue.get(1).poll();
  }

  @Arbiter
  public void look(ZLL_Result result) {
    result.r3 = queue.get(0).size();
  }
}
