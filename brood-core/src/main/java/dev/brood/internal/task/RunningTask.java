package dev.brood.internal.task;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The task that a worker is at, as the task itself may see it, and what the worker keeps from task
 * to task. One for each worker. Other threads may call {@link #heartbeat()} and {@link #kept}, and
 * those that a task has started may ask for it.
 */
public final class RunningTask {

  private static final ThreadLocal<@Nullable RunningTask> OF_THREAD = new ThreadLocal<>();

  /** In a child JVM: its only worker's, so that threads which tasks start see it too. */
  private static volatile @Nullable RunningTask ofProcess;

  private final int worker;
  private final Runnable heart;
  private final ConcurrentHashMap<Object, Kept> kept = new ConcurrentHashMap<>();
  private long index;
  private long seed;

  /**
   * Creates what surrounds the tasks of a worker.
   *
   * @param worker the worker's number in its pool, from 1
   * @param heart tells the owner that a task makes progress
   */
  public RunningTask(int worker, Runnable heart) {
    this.worker = worker;
    this.heart = heart;
  }

  /** Returns what surrounds the task that the calling thread runs, or null if it runs none. */
  public static @Nullable RunningTask current() {
    RunningTask own = OF_THREAD.get();
    return own != null ? own : ofProcess;
  }

  /** Has the calling thread run tasks in these surroundings from now on. */
  public void ofThisThread() {
    OF_THREAD.set(this);
  }

  /** Ends what {@link #ofThisThread()} began. */
  public void ofThisThreadNoMore() {
    OF_THREAD.remove();
  }

  /** Has every thread of this JVM be in these surroundings from now on. */
  public void ofThisProcess() {
    ofProcess = this;
  }

  /** Moves to the task with this index, of a call with this seed. */
  public void begin(long newIndex, long newSeed) {
    this.index = newIndex;
    this.seed = newSeed;
  }

  /** Returns the number of the worker, from 1. */
  public int worker() {
    return worker;
  }

  /** Returns the place of the task in its row. */
  public long index() {
    return index;
  }

  /** Returns the seed of the call, which the random numbers of its items follow from. */
  public long seed() {
    return seed;
  }

  /** Tells the owner that the task makes progress. */
  public void heartbeat() {
    heart.run();
  }

  /** Returns what this worker keeps under a key, making it first where it keeps nothing yet. */
  public Object kept(Object key, Supplier<?> initial) {
    Kept known = kept.get(key);
    if (known == null) {
      known = kept.computeIfAbsent(key, each -> new Kept());
    }
    return known.get(initial);
  }

  /** A value that is made once, by the thread that asks first; others wait for it. */
  private static final class Kept {
    private volatile @Nullable Object value;

    Object get(Supplier<?> initial) {
      Object made = value;
      return made != null ? made : make(initial);
    }

    // A lock of each value: to make one may ask for others, in other threads too.
    private synchronized Object make(Supplier<?> initial) {
      Object made = value;
      if (made == null) {
        made = initial.get();
        if (made == null) {
          throw new NullPointerException("the initial value of a worker-local is null");
        }
        value = made;
      }
      return made;
    }
  }
}
