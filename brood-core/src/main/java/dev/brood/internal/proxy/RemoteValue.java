package dev.brood.internal.proxy;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.ValueService;
import dev.brood.proxy.ValueProxy;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** One value that lives in a manager. */
final class RemoteValue<T extends @Nullable Object> extends RemoteProxy<ValueService>
    implements ValueProxy<T> {

  @Serial private static final long serialVersionUID = 1L;

  RemoteValue(CallTarget target) {
    super(target, Kind.VALUE, ValueService.class);
  }

  @Override
  public T get() {
    return Untyped.cast(service.get());
  }

  @Override
  public void set(T value) {
    service.set(value);
  }

  @Override
  public T getAndSet(T value) {
    return Untyped.cast(service.getAndSet(value));
  }

  @Override
  public boolean compareAndSet(T expected, T value) {
    return service.compareAndSet(expected, value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T update(SerializableFunction<? super T, ? extends T> function) {
    return Untyped.cast(
        service.update((SerializableFunction<@Nullable Object, @Nullable Object>) function));
  }
}
