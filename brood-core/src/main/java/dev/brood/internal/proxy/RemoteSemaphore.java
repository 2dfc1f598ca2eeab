package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.SemaphoreService;
import dev.brood.internal.util.Deadline;
import dev.brood.proxy.SemaphoreProxy;
import java.io.Serial;
import java.time.Duration;

/** Permits that live in a manager. */
final class RemoteSemaphore extends RemoteProxy<SemaphoreService> implements SemaphoreProxy {

  @Serial private static final long serialVersionUID = 1L;

  RemoteSemaphore(CallTarget target) {
    super(target, Kind.SEMAPHORE, SemaphoreService.class);
  }

  private static int notNegative(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits=" + permits + " is negative");
    }
    return permits;
  }

  @Override
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  @Override
  public void acquire(int permits) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    boolean _ = service.acquire(notNegative(permits), -1);
  }

  @Override
  public boolean tryAcquire() {
    return service.tryAcquire(1);
  }

  @Override
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    return service.acquire(1, nanos(timeout));
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int permits) {
    service.release(notNegative(permits));
  }

  @Override
  public int availablePermits() {
    return service.availablePermits();
  }
}
