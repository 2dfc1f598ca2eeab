package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Sleeps of very different lengths, in the order of the reports that made pools famous for dealing
 * all long tasks to one worker (ray-project/ray issues 29453 and 29466). In milliseconds.
 */
final class UnevenTasks implements Probe {

  private static final List<Integer> MIXED = List.of(1, 2, 1, 10, 3, 1, 4, 10, 1, 3, 2, 10);
  private static final List<Integer> LONG_FIRST = List.of(15, 1, 1, 1, 1, 1);

  private final Place place;
  private final List<Integer> millis;

  private UnevenTasks(Place place, Settings settings, List<Integer> units) {
    int unit = settings.size("unit_ms");
    this.place = place;
    this.millis = units.stream().map(each -> each * unit).toList();
  }

  static Probe mixed(Settings settings) {
    return new UnevenTasks(new Processes(settings), settings, MIXED);
  }

  static Probe longFirst(Settings settings) {
    return new UnevenTasks(new Processes(settings), settings, LONG_FIRST);
  }

  static Probe mixedAfterQuick(Settings settings) {
    return new UnevenTasks(new QuickBefore(settings), settings, MIXED);
  }

  static Probe mixedOnThreads(Settings settings) {
    return new UnevenTasks(new Threads(settings), settings, MIXED);
  }

  static Probe longFirstOnThreads(Settings settings) {
    return new UnevenTasks(new Threads(settings), settings, LONG_FIRST);
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::runAll).millis();
  }

  private void runAll() throws Exception {
    List<Integer> results = place.sleepAll(millis);
    if (!results.equals(millis)) {
      throw new IllegalStateException("sent " + millis + ", got " + results);
    }
  }

  private static int sleep(int millis) {
    if (millis == 0) {
      return 0;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this", e);
    }
    return millis;
  }

  @Override
  public void close() {
    place.close();
  }

  /** Where the tasks run. */
  private interface Place {
    List<Integer> sleepAll(List<Integer> millis) throws Exception;

    void close();
  }

  private static final class Processes implements Place {
    private final Pool pool;

    Processes(Settings settings) {
      pool = Pool.of(settings.size("workers"));
      // Starts them all.
      pool.map(x -> x, MIXED);
    }

    @Override
    public List<Integer> sleepAll(List<Integer> millis) {
      try (Stream<Integer> results = pool.imap(UnevenTasks::sleep, millis, MapOptions.chunk(1))) {
        return results.toList();
      }
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  /** Calls that come when the pool has only seen quick ones, and gives several ahead. */
  private static final class QuickBefore implements Place {

    private static final int QUICK = 200;

    private final Pool pool;

    QuickBefore(Settings settings) {
      pool = Pool.of(settings.size("workers"));
    }

    @Override
    public List<Integer> sleepAll(List<Integer> millis) {
      submitAll(Collections.nCopies(QUICK, 0));
      return submitAll(millis);
    }

    private List<Integer> submitAll(List<Integer> millis) {
      List<CompletableFuture<Integer>> results = new ArrayList<>();
      for (Integer each : millis) {
        results.add(pool.applyAsync(UnevenTasks::sleep, each));
      }
      return results.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  /** A queue and threads: each takes the next task the moment it is free. */
  private static final class Threads implements Place {
    private final ExecutorService threads;

    Threads(Settings settings) {
      threads = Executors.newFixedThreadPool(settings.size("workers"));
    }

    @Override
    public List<Integer> sleepAll(List<Integer> millis) throws Exception {
      List<Callable<Integer>> tasks =
          millis.stream().<Callable<Integer>>map(each -> () -> sleep(each)).toList();
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(tasks)) {
        results.add(each.get());
      }
      return results;
    }

    @Override
    public void close() {
      threads.close();
    }
  }
}
