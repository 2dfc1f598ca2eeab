package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Deaths of workers behind a socket alone. */
class SocketCrashTest extends CrashContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.SOCKET);
  }
}
