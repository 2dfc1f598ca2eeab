package dev.brood.internal.operation;

import org.jspecify.annotations.Nullable;

/** Makes proxies, without those who need one knowing them. */
public interface ProxyMaker {

  /**
   * Returns a proxy.
   *
   * @param type what the object is, as {@link Reference#type} has it
   * @param service the interface whose methods may be called; of no matter for what comes with the
   *     library
   * @param target what it calls
   */
  Object make(String type, @Nullable Class<?> service, CallTarget target);
}
