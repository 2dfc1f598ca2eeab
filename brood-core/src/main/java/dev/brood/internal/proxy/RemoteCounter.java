package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.CounterService;
import dev.brood.internal.service.Kind;
import dev.brood.proxy.CounterProxy;
import java.io.Serial;

/** A number that lives in a manager. */
final class RemoteCounter extends RemoteProxy<CounterService> implements CounterProxy {

  @Serial private static final long serialVersionUID = 1L;

  RemoteCounter(CallTarget target) {
    super(target, Kind.COUNTER, CounterService.class);
  }

  @Override
  public long get() {
    return service.get();
  }

  @Override
  public void set(long value) {
    service.set(value);
  }

  @Override
  public long add(long delta) {
    return service.add(delta);
  }

  @Override
  public boolean compareAndSet(long expected, long value) {
    return service.compareAndSet(expected, value);
  }
}
