package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which proxy belongs to which type of object. */
public final class ProxyTypes {

  private ProxyTypes() {}

  /**
   * Returns a proxy.
   *
   * @param type what the object is
   * @param service the interface of an object of the user's
   * @param target what it calls
   */
  public static Object make(String type, @Nullable Class<?> service, CallTarget target) {
    Kind kind = Kind.of(type);
    if (kind == null) {
      return ObjectProxy.make(Objects.requireNonNull(service, "service"), target);
    }
    return switch (kind) {
      case LIST -> new RemoteList<Object>(target);
      case MAP -> new RemoteMap<Object, Object>(target);
      case SET -> new RemoteSet<Object>(target);
      case QUEUE -> new RemoteQueue<Object>(target);
      case DEQUE -> new RemoteDeque<Object>(target);
      case LOCK -> new RemoteLock(target);
      case READ_WRITE_LOCK -> new RemoteReadWriteLock(target);
      case SEMAPHORE -> new RemoteSemaphore(target);
      case EVENT -> new RemoteEvent(target);
      case BARRIER -> new RemoteBarrier(target);
      case VALUE -> new RemoteValue<Object>(target);
      case ARRAY -> new RemoteArray<Object>(target);
      case NAMESPACE -> new RemoteNamespace(target);
      case COUNTER -> new RemoteCounter(target);
      case CURSOR -> new RemoteCursor(target);
    };
  }
}
