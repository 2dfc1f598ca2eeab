package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Storms of deaths of workers behind a socket alone. */
class SocketStormTest extends StormContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.SOCKET);
  }
}
