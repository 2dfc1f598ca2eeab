package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Memory of workers behind a socket alone. */
class SocketMemoryTest extends MemoryContract {
  @Override
  Pool.Transport transport() {
    return Pool.Transport.SOCKET;
  }
}
