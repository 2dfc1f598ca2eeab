package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Upkeep of workers behind a socket alone. */
class SocketUpkeepTest extends UpkeepContract {
  @Override
  Pool.Transport transport() {
    return Pool.Transport.SOCKET;
  }
}
