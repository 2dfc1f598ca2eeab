package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.proxy.QueueProxy;
import java.io.Serial;
import java.time.Duration;

/** A queue that lives in a manager. */
final class RemoteQueue<E> extends AbstractRemoteQueue<E> implements QueueProxy<E> {

  @Serial private static final long serialVersionUID = 1L;

  RemoteQueue(CallTarget target) {
    super(target, Kind.QUEUE);
  }

  @Override
  public void taskDone() {
    service.taskDone();
  }

  @Override
  public void join() throws InterruptedException {
    boolean _ = service.awaitDone(-1);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return service.awaitDone(RemoteProxy.nanos(timeout));
  }
}
