package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Workers that exchange bytes with their pool by a socket alone. */
class SocketWorkerTest extends WorkerContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.SOCKET);
  }
}
