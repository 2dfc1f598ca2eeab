package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.NamespaceService;
import dev.brood.proxy.NamespaceProxy;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values by name, which live in a manager. */
final class RemoteNamespace extends RemoteProxy<NamespaceService> implements NamespaceProxy {

  @Serial private static final long serialVersionUID = 1L;

  RemoteNamespace(CallTarget target) {
    super(target, Kind.NAMESPACE, NamespaceService.class);
  }

  @Override
  public @Nullable Object get(String name) {
    return service.get(Objects.requireNonNull(name, "name"));
  }

  @Override
  public <T> T get(String name, Class<T> type) {
    Object value = get(name);
    if (!type.isInstance(value)) {
      throw new ClassCastException("name=" + name + " is no " + type.getName() + ": " + value);
    }
    return type.cast(value);
  }

  @Override
  public void set(String name, @Nullable Object value) {
    service.set(Objects.requireNonNull(name, "name"), value);
  }

  @Override
  public boolean has(String name) {
    return service.has(Objects.requireNonNull(name, "name"));
  }

  @Override
  public boolean remove(String name) {
    return service.remove(Objects.requireNonNull(name, "name"));
  }

  @Override
  public Map<String, @Nullable Object> asMap() {
    @Nullable Object[] all = service.all();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      map.put((String) Objects.requireNonNull(all[i]), all[i + 1]);
    }
    return map;
  }
}
