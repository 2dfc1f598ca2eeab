package dev.brood.internal.engine;

import dev.brood.internal.supervise.WorkerStarter;
import dev.brood.internal.wire.EventLoop;

/** Starts workers that are threads of this JVM. */
final class ThreadWorkerStarter implements WorkerStarter {

  private final String pool;

  ThreadWorkerStarter(String pool) {
    this.pool = pool;
  }

  @Override
  public void begin(EventLoop loop) {}

  @Override
  public void start(int number, Listener listener) {
    new ThreadWorkerLink(pool + "-worker-" + number, number, listener).begin();
  }

  @Override
  public void close() {}
}
