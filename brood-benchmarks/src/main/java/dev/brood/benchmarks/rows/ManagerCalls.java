package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.manager.Batch;
import dev.brood.manager.Manager;
import dev.brood.proxy.MapProxy;
import java.util.ArrayList;
import java.util.List;

/** Calls of an object of a manager. */
final class ManagerCalls implements Probe {

  private static final int BATCH = 1_000;
  private static final int THREADS = 100;

  /** One way to use a manager. */
  private interface Use {
    /** Makes the calls, and returns the figure. */
    double run(ManagerCalls calls) throws InterruptedException;
  }

  private final int calls;
  private final Use use;
  private final Manager manager;
  private final MapProxy<Object, Integer> map;

  private ManagerCalls(Settings settings, Use use) {
    this.calls = settings.size("calls");
    this.use = use;
    this.manager = Manager.start();
    this.map = manager.map();
    map.put("key", 7);
  }

  /** Puts per second of one caller. */
  static ManagerCalls mapPut(Settings settings) {
    return new ManagerCalls(
        settings,
        each -> {
          long start = System.nanoTime();
          for (int i = 0; i < each.calls; i++) {
            each.map.put("key", i);
          }
          return perSecond(each.calls, start);
        });
  }

  /** Gets per second of one caller. */
  static ManagerCalls mapGet(Settings settings) {
    return new ManagerCalls(
        settings,
        each -> {
          long start = System.nanoTime();
          int got = 0;
          for (int i = 0; i < each.calls; i++) {
            got += each.map.get("key") == null ? 0 : 1;
          }
          return perSecond(got, start);
        });
  }

  /** Appends per second of one caller. */
  static ManagerCalls listAppend(Settings settings) {
    return new ManagerCalls(
        settings,
        each -> {
          List<Integer> list = each.manager.list();
          long start = System.nanoTime();
          for (int i = 0; i < each.calls; i++) {
            list.add(i);
          }
          return perSecond(each.calls, start);
        });
  }

  /** Puts per second in batches. */
  static ManagerCalls batch(Settings settings) {
    return new ManagerCalls(
        settings,
        each -> {
          long start = System.nanoTime();
          for (int i = 0; i < each.calls; i++) {
            Batch batch = each.manager.batch();
            for (int j = 0; j < BATCH; j++) {
              int key = j;
              var _ = batch.add(each.map, map -> map.put(key, key));
            }
            batch.run();
          }
          return perSecond((long) each.calls * BATCH, start);
        });
  }

  /** The median time to make a list, in us. */
  static ManagerCalls create(Settings settings) {
    return new ManagerCalls(
        settings,
        each -> {
          double[] micros = new double[each.calls];
          for (int i = 0; i < each.calls; i++) {
            long start = System.nanoTime();
            each.manager.list();
            micros[i] = (System.nanoTime() - start) / 1e3;
          }
          return Statistics.median(micros);
        });
  }

  /** Puts per second of many threads on one proxy. */
  static ManagerCalls threads(Settings settings) {
    return new ManagerCalls(settings, ManagerCalls::runThreads);
  }

  private double runThreads() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int j = 0; j < calls; j++) {
                  map.put("key", j);
                }
              }));
    }
    for (Thread each : threads) {
      each.join();
    }
    return perSecond((long) THREADS * calls, start);
  }

  private static double perSecond(long count, long start) {
    return 1e9 * count / (System.nanoTime() - start);
  }

  @Override
  public double sample() throws InterruptedException {
    return use.run(this);
  }

  @Override
  public void close() {
    manager.close();
  }
}
