package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;

/** What every proxy is, beside what it stands for. */
public interface Managed {

  /** Returns what the proxy calls. */
  CallTarget target();

  /** Returns a proxy of the same form that calls something else. */
  Object over(CallTarget other);
}
