package dev.brood.internal.service;

import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableSupplier;
import dev.brood.internal.operation.MayWait;
import dev.brood.internal.operation.Reference;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What can be asked of a server itself, which is object 0 of each. */
public interface RootService {

  /** Makes an object of a kind that comes with the library. */
  Reference create(String type, @Nullable Object[] arguments);

  /** Makes an object of a type that was registered at the server. */
  @MayWait
  Reference createRegistered(String name, @Nullable Object[] arguments);

  /** Makes an object by the client's own function, to be seen through an interface. */
  @MayWait
  Reference share(Class<?> type, SerializableSupplier<?> maker);

  /** Runs a function of the client beside an object. */
  @MayWait
  @Nullable Object apply(
      Object proxy, SerializableFunction<Object, ? extends @Nullable Object> function);

  /** Returns a plain copy of what an object holds. */
  @Nullable Object copy(long id);

  /** Lets others find an object by a name; null takes the name away. */
  void bind(String name, @Nullable Object proxy);

  /** Returns the object of a name, or null. */
  @Nullable Object lookup(String name);

  /** Returns how many objects there are. */
  int objectCount();

  /** Returns how many clients are connected. */
  int clientCount();

  /** Returns where clients are let in that know the key; null if only this family is. */
  @Nullable SocketAddress address();
}
