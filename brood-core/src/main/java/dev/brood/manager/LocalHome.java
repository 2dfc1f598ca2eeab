package dev.brood.manager;

import dev.brood.exception.ManagerDiedException;
import dev.brood.function.SerializableSupplier;
import dev.brood.internal.protocol.CallOutcome;
import dev.brood.internal.referent.Referents;
import dev.brood.internal.registry.SharedObject;
import dev.brood.internal.remote.BatchedCall;
import dev.brood.internal.serve.ObjectServer;
import dev.brood.internal.service.Kind;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A manager in this JVM. */
record LocalHome(ServedHere here) implements Home {

  private ObjectServer objects() {
    if (!here.isOpen()) {
      throw new ManagerDiedException("the manager of this process was closed", null);
    }
    return here.objects();
  }

  private Object proxy(SharedObject object) {
    return objects().table().proxyOf(object);
  }

  @Override
  public Object create(Kind kind, @Nullable Object... arguments) {
    return proxy(Referents.create(objects().table(), kind, arguments));
  }

  @Override
  public Object createRegistered(String name, Class<?> type, @Nullable Object[] arguments) {
    return type.cast(proxy(objects().create(name, Arrays.asList(arguments))));
  }

  @Override
  public Object share(Class<?> type, SerializableSupplier<?> maker) {
    return proxy(objects().share(type, maker.get()));
  }

  @Override
  public List<CallOutcome> runAll(List<BatchedCall> calls) {
    return calls.stream().map(BatchedCall::run).toList();
  }

  @Override
  public void bind(String name, @Nullable Object proxy) {
    objects().bind(name, proxy);
  }

  @Override
  public @Nullable Object lookup(String name) {
    return objects().lookup(name);
  }

  @Override
  public int objectCount() {
    return objects().table().size();
  }

  @Override
  public int clientCount() {
    return objects().clientCount();
  }

  @Override
  public Optional<SocketAddress> address() {
    return Optional.ofNullable(objects().address());
  }

  @Override
  public boolean isAlive() {
    return here.isOpen();
  }

  @Override
  public String server() {
    return here.objects().table().server();
  }

  @Override
  public void publish() {
    here.publish();
  }

  @Override
  public void close() {
    here.close();
  }
}
