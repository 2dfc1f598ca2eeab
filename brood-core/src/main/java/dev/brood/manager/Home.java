package dev.brood.manager;

import dev.brood.function.SerializableSupplier;
import dev.brood.internal.remote.BatchedCall;
import dev.brood.internal.remote.CallOutcome;
import dev.brood.internal.service.Kind;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the objects of a manager are: in this JVM, or at the other end of a wire. */
interface Home {

  /** Makes an object and returns its proxy. */
  Object create(Kind kind, @Nullable Object... arguments);

  /** Makes an object of a registered type. */
  Object createRegistered(String name, Class<?> type, @Nullable Object[] arguments);

  /** Makes an object by a function. */
  Object share(Class<?> type, SerializableSupplier<?> maker);

  /** Makes several calls, one after the other. */
  List<CallOutcome> runAll(List<BatchedCall> calls);

  void bind(String name, @Nullable Object proxy);

  @Nullable Object lookup(String name);

  int objectCount();

  int clientCount();

  Optional<SocketAddress> address();

  boolean isAlive();

  /** Returns the id of the server. */
  String server();

  /** Lets the processes of this family find the server. */
  void publish();

  void close();
}
