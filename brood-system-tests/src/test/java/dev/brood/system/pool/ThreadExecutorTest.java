package dev.brood.system.pool;

import dev.brood.pool.ProcessPoolExecutor;

/** Executors over threads of this JVM. */
class ThreadExecutorTest implements ExecutorCalls, ExecutorFutures, ExecutorMaps, ExecutorEnding {
  @Override
  public ProcessPoolExecutor.Builder executors() {
    return ProcessPoolExecutor.builder().inThisJvm();
  }
}
