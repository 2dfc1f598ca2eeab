package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.EventService;
import dev.brood.internal.service.Kind;
import dev.brood.proxy.EventProxy;
import java.io.Serial;
import java.time.Duration;

/** A flag that lives in a manager. */
final class RemoteEvent extends RemoteProxy<EventService> implements EventProxy {

  @Serial private static final long serialVersionUID = 1L;

  RemoteEvent(CallTarget target) {
    super(target, Kind.EVENT, EventService.class);
  }

  @Override
  public void set() {
    service.set();
  }

  @Override
  public void clear() {
    service.clear();
  }

  @Override
  public boolean isSet() {
    return service.isSet();
  }

  @Override
  public void await() throws InterruptedException {
    boolean _ = service.await(-1);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return service.await(nanos(timeout));
  }
}
