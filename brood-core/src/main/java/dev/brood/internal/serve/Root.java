package dev.brood.internal.serve;

import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableSupplier;
import dev.brood.internal.operation.Operations;
import dev.brood.internal.operation.Reference;
import dev.brood.internal.referent.Copyable;
import dev.brood.internal.referent.Referents;
import dev.brood.internal.registry.ObjectTable;
import dev.brood.internal.registry.Session;
import dev.brood.internal.registry.SharedObject;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.RootService;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What one client can ask of the server itself. */
final class Root implements RootService {

  private final ObjectServer server;
  private final Session session;

  Root(ObjectServer server, Session session) {
    this.server = server;
    this.session = session;
  }

  @Override
  public Reference create(String type, @Nullable Object[] arguments) {
    Kind kind = Kind.of(type);
    if (kind == null) {
      throw new IllegalArgumentException("type=" + type + " is none that comes with the library");
    }
    return lease(Referents.create(server.table(), kind, arguments));
  }

  @Override
  public Reference createRegistered(String name, @Nullable Object[] arguments) {
    return lease(server.create(name, Arrays.asList(arguments)));
  }

  @Override
  public Reference share(Class<?> type, SerializableSupplier<?> maker) {
    Object made = maker.get();
    return lease(share(server.table(), type, made));
  }

  /** Shares an object of the user's. */
  static SharedObject share(ObjectTable table, Class<?> type, @Nullable Object made) {
    Operations.of(type);
    if (!type.isInstance(made)) {
      throw new ClassCastException("what was made is no " + type.getName() + ": " + made);
    }
    return table.share(type.getName(), type, made);
  }

  private Reference lease(SharedObject object) {
    session.lease(object);
    return new Reference(object.id(), object.type());
  }

  @Override
  public @Nullable Object apply(
      Object proxy, SerializableFunction<Object, ? extends @Nullable Object> function) {
    return function.apply(proxy);
  }

  @Override
  public @Nullable Object copy(long id) {
    Object referent = session.find(id).referent();
    return referent instanceof Copyable copyable ? copyable.copy() : referent;
  }

  @Override
  public void bind(String name, @Nullable Object proxy) {
    server.bind(name, proxy);
  }

  @Override
  public @Nullable Object lookup(String name) {
    return server.lookup(name);
  }

  @Override
  public int objectCount() {
    return server.table().size();
  }

  @Override
  public int clientCount() {
    return server.clientCount();
  }

  @Override
  public @Nullable SocketAddress address() {
    return server.address();
  }

  /** Returns the registration of a name, as an error if there is none. */
  static Registration find(List<Registration> all, String name) {
    for (Registration each : all) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw new NoSuchElementException(
        "name="
            + name
            + " is not registered, only "
            + all.stream().map(Registration::name).toList());
  }
}
