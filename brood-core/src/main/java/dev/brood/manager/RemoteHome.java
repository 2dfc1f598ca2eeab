package dev.brood.manager;

import dev.brood.function.SerializableSupplier;
import dev.brood.internal.operation.Reference;
import dev.brood.internal.proxy.ProxyTypes;
import dev.brood.internal.remote.BatchedCall;
import dev.brood.internal.remote.CallOutcome;
import dev.brood.internal.remote.ServerLink;
import dev.brood.internal.service.Kind;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A manager at the other end of a wire. */
record RemoteHome(ServerLink link) implements Home {

  private Object proxy(Reference of, @Nullable Class<?> type) {
    return ProxyTypes.make(of.type(), type, link.target(of.id(), true));
  }

  @Override
  public Object create(Kind kind, @Nullable Object... arguments) {
    return proxy(link.root().create(kind.type(), arguments), null);
  }

  @Override
  public Object createRegistered(String name, Class<?> type, @Nullable Object[] arguments) {
    Reference made = link.root().createRegistered(name, arguments);
    if (!made.type().equals(type.getName())) {
      throw new ClassCastException(
          "name=" + name + " is registered as " + made.type() + ", not as " + type.getName());
    }
    return proxy(made, type);
  }

  @Override
  public Object share(Class<?> type, SerializableSupplier<?> maker) {
    return proxy(link.root().share(type, maker), type);
  }

  @Override
  public List<CallOutcome> runAll(List<BatchedCall> calls) {
    return link.callAll(calls);
  }

  @Override
  public void bind(String name, @Nullable Object proxy) {
    link.root().bind(name, proxy);
  }

  @Override
  public @Nullable Object lookup(String name) {
    return link.root().lookup(name);
  }

  @Override
  public int objectCount() {
    return link.root().objectCount();
  }

  @Override
  public int clientCount() {
    return link.root().clientCount();
  }

  @Override
  public Optional<SocketAddress> address() {
    return Optional.ofNullable(link.root().address());
  }

  @Override
  public boolean isAlive() {
    return link.isConnected();
  }

  @Override
  public String server() {
    return link.server();
  }

  @Override
  public void publish() {
    link.publish();
  }

  @Override
  public void close() {
    link.close();
  }
}
