package dev.brood.internal.proxy;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.ArrayService;
import dev.brood.internal.service.Kind;
import dev.brood.proxy.ArrayProxy;
import java.io.Serial;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array that lives in a manager. */
final class RemoteArray<T extends @Nullable Object> extends RemoteProxy<ArrayService>
    implements ArrayProxy<T> {

  @Serial private static final long serialVersionUID = 1L;

  RemoteArray(CallTarget target) {
    super(target, Kind.ARRAY, ArrayService.class);
  }

  @Override
  public int length() {
    return service.length();
  }

  @Override
  public T get(int index) {
    return Untyped.cast(service.get(index));
  }

  @Override
  public void set(int index, T value) {
    service.set(index, value);
  }

  @Override
  public T getAndSet(int index, T value) {
    return Untyped.cast(service.getAndSet(index, value));
  }

  @Override
  public boolean compareAndSet(int index, T expected, T value) {
    return service.compareAndSet(index, expected, value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T update(int index, SerializableFunction<? super T, ? extends T> function) {
    return Untyped.cast(
        service.update(index, (SerializableFunction<@Nullable Object, @Nullable Object>) function));
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<T> slice(int from, int to) {
    return (List<T>) Collections.unmodifiableList(Arrays.asList(service.slice(from, to)));
  }

  @Override
  public void setAll(int from, List<? extends T> values) {
    service.fill(from, values.toArray());
  }
}
