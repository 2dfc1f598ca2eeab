package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Upkeep of workers behind a socket alone. */
class SocketUpkeepTest extends UpkeepContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.SOCKET);
  }
}
