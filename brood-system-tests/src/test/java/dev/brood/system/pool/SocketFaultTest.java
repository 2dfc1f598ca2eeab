package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Crashes of workers behind a socket alone. */
class SocketFaultTest extends FaultContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.SOCKET);
  }
}
