package dev.brood.internal.service;

import dev.brood.internal.operation.MayWait;

/** A flag to wait for. A negative time is for ever. */
public interface EventService {

  void set();

  void clear();

  boolean isSet();

  @MayWait
  boolean await(long nanos) throws InterruptedException;
}
