package dev.brood.internal.service;

import dev.brood.internal.operation.MayWait;
import java.util.concurrent.BrokenBarrierException;

/** A meeting point. A negative time is for ever. */
public interface BarrierService {

  /** Returns how many were still missing when this one came, or -1 when the time ran out. */
  @MayWait
  int await(long nanos) throws InterruptedException, BrokenBarrierException;

  void reset();

  void abort();

  int parties();

  int waiting();

  boolean isBroken();
}
