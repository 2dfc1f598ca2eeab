package dev.brood.internal.proxy;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;

/**
 * What travels in place of a proxy of a kind that comes with the library, and becomes one of the
 * same object where it arrives.
 *
 * @param server which manager
 * @param id which object of it
 * @param type which kind
 * @param leased whether the receiver is a client of the manager for whom it has set the object
 *     aside
 */
record ProxyHandle(String server, long id, String type, boolean leased) implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  /** Returns the failure of reading a proxy itself, which nobody sends but to do harm. */
  static InvalidObjectException missing() {
    return new InvalidObjectException("a proxy travels as its handle");
  }

  @Serial
  private Object readResolve() {
    return ProxyTypes.make(type, null, Targets.of(server, id, leased));
  }
}
