package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.BarrierService;
import dev.brood.internal.service.Kind;
import dev.brood.proxy.BarrierProxy;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/** A meeting point that lives in a manager. */
final class RemoteBarrier extends RemoteProxy<BarrierService> implements BarrierProxy {

  @Serial private static final long serialVersionUID = 1L;

  RemoteBarrier(CallTarget target) {
    super(target, Kind.BARRIER, BarrierService.class);
  }

  @Override
  public int await() throws InterruptedException, BrokenBarrierException {
    return service.await(-1);
  }

  @Override
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    int missing = service.await(nanos(timeout));
    if (missing < 0) {
      throw new TimeoutException("the others did not come within " + timeout);
    }
    return missing;
  }

  @Override
  public void reset() {
    service.reset();
  }

  @Override
  public void abort() {
    service.abort();
  }

  @Override
  public int parties() {
    return service.parties();
  }

  @Override
  public int waiting() {
    return service.waiting();
  }

  @Override
  public boolean isBroken() {
    return service.isBroken();
  }
}
