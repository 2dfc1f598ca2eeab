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
  public Start start(int number, Listener listener) {
    ThreadWorkerLink worker = new ThreadWorkerLink(pool + "-worker-" + number, number, listener);
    worker.begin();
    return worker;
  }

  @Override
  public void close() {}
}
