package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.registry.LocalTarget;
import dev.brood.internal.registry.ObjectTable;
import dev.brood.internal.remote.ServerLink;

/** Finds out where an object is. */
final class Targets {

  private Targets() {}

  /**
   * Returns what calls an object: in this JVM if its manager is here, else over the wire.
   *
   * @param leased whether the manager has set it aside for this process
   */
  static CallTarget of(String server, long id, boolean leased) {
    ObjectTable here = ObjectTable.ofServer(server);
    return here != null ? new LocalTarget(here.find(id)) : ServerLink.of(server).target(id, leased);
  }
}
