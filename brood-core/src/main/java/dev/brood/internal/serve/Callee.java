package dev.brood.internal.serve;

import dev.brood.exception.NotReceivableException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.operation.Operation;
import dev.brood.internal.operation.Operations;
import dev.brood.internal.protocol.CallFormat;
import dev.brood.internal.registry.Invocation;
import dev.brood.internal.registry.SharedObject;
import dev.brood.internal.registry.TakesBack;
import dev.brood.internal.service.RootService;
import org.jspecify.annotations.Nullable;

/**
 * What a call is for, found in the session of its client.
 *
 * @param object null for the server itself
 * @param service the object as the client may see it
 * @param operation what to run
 * @param arguments how many arguments come
 */
record Callee(@Nullable SharedObject object, Object service, Operation operation, int arguments) {

  /** What a client says that it calls. */
  record Name(long object, int flags, long key, int arguments) {

    static Name read(ByteSource from) {
      return new Name(from.getLong(), from.getByte(), from.getLong(), from.getByte() & 0xff);
    }

    /** Passes over the arguments, which follow. */
    void skipArguments(ValueReader from) {
      for (int i = 0; i < arguments; i++) {
        from.skip();
      }
    }
  }

  /**
   * Finds what a client calls.
   *
   * @throws RuntimeException if there is no such object, or it has no such operation
   */
  static Callee find(ClientConnection client, Name name) {
    if (name.object == CallFormat.ROOT) {
      Operation operation = Operations.of(RootService.class).of(name.key);
      return new Callee(null, client.root(), operation, name.arguments);
    }
    SharedObject object = client.session().find(name.object);
    if ((name.flags & CallFormat.ATTACH) != 0) {
      client.session().lease(object);
    }
    Operation operation = Operations.of(object.service()).of(name.key);
    return new Callee(object, client.session().serviceOf(object), operation, name.arguments);
  }

  /**
   * Reads the arguments, all of them even if one cannot be rebuilt; runs the user's code.
   *
   * @throws NotReceivableException if one cannot
   */
  @Nullable Object[] readArguments(ValueReader from) {
    @Nullable Object[] all = new @Nullable Object[arguments];
    NotReceivableException lost = null;
    for (int i = 0; i < all.length; i++) {
      try {
        all[i] = from.read();
      } catch (NotReceivableException e) {
        lost = e;
      }
    }
    if (lost != null) {
      throw lost;
    }
    return all;
  }

  /** The caller has left before it had the result; what was given away is not lost with it. */
  void takeBack(@Nullable Object[] given, @Nullable Object result) {
    if (result != null && object != null && object.referent() instanceof TakesBack giver) {
      giver.takeBack(operation.name(), given, result);
    }
  }

  /**
   * Runs the operation.
   *
   * @throws Throwable what it throws
   */
  @Nullable Object run(@Nullable Object[] given) throws Throwable {
    return object == null
        ? operation.run(service, given)
        : Invocation.run(service, object, operation, given);
  }
}
