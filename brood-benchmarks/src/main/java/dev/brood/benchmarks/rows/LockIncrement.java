package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.sync.SharedLock;
import java.io.Serializable;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.List;

/** Workers that add 1 to the same shared long, each time under the same lock. Per second. */
final class LockIncrement implements Probe {

  private final int workers;
  private final int increments;
  private final Pool pool;
  private final SharedLock lock = SharedLock.create();
  private final Counter counter = Counter.create();

  LockIncrement(Settings settings) {
    workers = settings.size("workers");
    increments = settings.size("increments");
    pool = Pool.of(workers);
  }

  @Override
  public double sample() throws Exception {
    Work work = new Work(lock, counter, increments);
    long before = counter.get();
    List<Work> each = Collections.nCopies(workers, work);
    Elapsed elapsed = Elapsed.of(() -> pool.map(Work::run, each, MapOptions.chunk(1)));
    long total = (long) workers * increments;
    if (counter.get() - before != total) {
      throw new IllegalStateException("lost increments: " + (counter.get() - before));
    }
    return elapsed.perSecond((double) total);
  }

  private record Work(SharedLock lock, Counter counter, int increments) implements Serializable {
    int run() {
      for (int i = 0; i < increments; i++) {
        lock.lock();
        try {
          counter.increment();
        } finally {
          lock.unlock();
        }
      }
      return increments;
    }
  }

  /** A long in shared memory, without any order of its own. */
  private static final class Counter implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long KIND = 0x42454E4348L;

    private final transient Cell cell;

    private Counter(Cell cell) {
      this.cell = cell;
    }

    static Counter create() {
      return Cell.create(KIND, Long.BYTES, 0, Counter::new);
    }

    private record Handle(CellRef ref) implements Serializable {
      private Object readResolve() {
        return Cell.attach(ref, KIND, Counter::new);
      }
    }

    private Object writeReplace() {
      return new Handle(cell.send());
    }

    long get() {
      return cell.body().get(ValueLayout.JAVA_LONG, 0);
    }

    void increment() {
      cell.body().set(ValueLayout.JAVA_LONG, 0, get() + 1);
    }
  }

  @Override
  public void close() {
    pool.close();
    lock.close();
    counter.cell.close();
  }
}
