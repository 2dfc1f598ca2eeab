package dev.brood.internal.family;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A cell is not freed under one who begins to use it while the last user closes it. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "came in time")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "came too late")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "uses a cell that is free")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "nobody uses it and nobody frees it")
@State
public class SlabStress {

  private static final int CLOSES = 1;
  private static final int COMES = 2;
  private static final Members MEMBERS = new Members(2, 4096, 64, 0);

  private final Slab slab = MEMBERS.slab();
  private final CellRef ref = MEMBERS.cell().get(0).ref();

  public SlabStress() {
    slab.leave(ref.offset(), COMES);
  }

  @Actor
  public void close() {
    slab.leave(ref.offset(), CLOSES);
    slab.freeUnlessUsed(ref.offset());
  }

  @Actor
  public void enter(ZZ_Result result) {
    boolean entered = slab.enter(ref.offset(), ref.round(), COMES);
    result.r1 = entered;
    if (!entered) {
      slab.freeUnlessUsed(ref.offset());
    }
  }

  @Arbiter
  public void look(ZZ_Result result) {
    result.r2 = slab.isLive(ref.offset());
  }
}
