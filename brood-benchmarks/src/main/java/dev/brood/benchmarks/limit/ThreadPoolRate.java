package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs equal tasks on a fixed thread pool in one JVM. Per second. */
public final class ThreadPoolRate implements Probe {

  private final ExecutorService pool;
  private final List<Callable<Object>> tasks;

  private ThreadPoolRate(Settings settings, Callable<Object> task) {
    pool = Executors.newFixedThreadPool(settings.size("workers"));
    tasks = Collections.nCopies(settings.size("tasks"), task);
  }

  /** Returns the probe of a task; the sizes say how many workers and tasks there are. */
  public static Probe of(Settings settings, Callable<Object> task) {
    return new ThreadPoolRate(settings, task);
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::runAll).perSecond(tasks.size());
  }

  private void runAll() throws Exception {
    for (Future<Object> done : pool.invokeAll(tasks)) {
      done.get();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
