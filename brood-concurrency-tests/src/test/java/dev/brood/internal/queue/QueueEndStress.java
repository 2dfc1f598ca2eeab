package dev.brood.internal.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/** The four numbers of an end change together, also for those who look without a lock. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "before")
@Outcome(id = "1, 1, 1, 1", expect = ACCEPTABLE, desc = "after the first change")
@Outcome(id = "2, 2, 2, 2", expect = ACCEPTABLE, desc = "after the second")
@Outcome(id = "3, 3, 3, 3", expect = ACCEPTABLE, desc = "after the third")
@State
public class QueueEndStress {

  private final MemorySegment memory = Arena.ofAuto().allocate(QueueEnd.BYTES, 64);
  private final QueueEnd end = new QueueEnd(memory, 0);
  private final QueueEnd seen = new QueueEnd(memory, 0);

  @Actor
  public void change() {
    end.advance(1, 1, 1, 1);
    end.advance(2, 2, 2, 2);
    end.advance(3, 3, 3, 3);
  }

  @Actor
  public void look(JJJJ_Result result) {
    seen.refresh();
    result.r1 = seen.part();
    result.r2 = seen.offset();
    result.r3 = seen.count();
    result.r4 = seen.gone();
  }
}
