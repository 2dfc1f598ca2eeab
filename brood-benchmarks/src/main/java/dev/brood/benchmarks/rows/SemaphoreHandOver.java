package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.jvm.JvmOptions;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedSemaphore;
import java.io.Serializable;

/**
 * Two children that hand a permit to and fro, each after some work with it, so long that the other
 * has gone to sleep. The median time in us that a round trip takes beyond the work.
 */
final class SemaphoreHandOver implements Probe {

  private final SharedSemaphore there = SharedSemaphore.create(0);
  private final SharedSemaphore back = SharedSemaphore.create(0);
  private final Side measuring;
  private final JvmProcess echo;
  private final Pool pool;

  private SemaphoreHandOver(Settings settings, JvmOptions options) {
    int workNanos = settings.size("work_us") * 1_000;
    measuring = new Side(back, there, settings.size("trips"), workNanos);
    Side answering = new Side(there, back, Integer.MAX_VALUE, workNanos);
    echo = JvmProcess.builder().target(answering::answer).jvm(options).start();
    pool = Pool.builder().workers(1).jvm(options).build();
  }

  /** In the way that every JVM can. */
  static Probe portable(Settings settings) {
    return new SemaphoreHandOver(settings, JvmOptions.defaults());
  }

  /** Between children that may call native code. */
  static Probe withNativeAccess(Settings settings) {
    return new SemaphoreHandOver(
        settings, JvmOptions.defaults().withArguments("--enable-native-access=ALL-UNNAMED"));
  }

  private record Side(SharedSemaphore from, SharedSemaphore to, int trips, int workNanos)
      implements Serializable {

    double measure() throws InterruptedException {
      double[] micros = new double[trips];
      for (int i = 0; i < trips; i++) {
        long start = System.nanoTime();
        work();
        to.release();
        from.acquire();
        micros[i] = (System.nanoTime() - start - 2L * workNanos) / 1e3;
      }
      return Statistics.median(micros);
    }

    void answer() throws InterruptedException {
      for (int i = 0; i < trips; i++) {
        from.acquire();
        work();
        to.release();
      }
    }

    private void work() {
      long end = System.nanoTime() + workNanos;
      while (System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public double sample() {
    return pool.apply(measuring::measure);
  }

  @Override
  public void close() {
    pool.close();
    echo.kill();
    echo.close();
    there.close();
    back.close();
  }
}
