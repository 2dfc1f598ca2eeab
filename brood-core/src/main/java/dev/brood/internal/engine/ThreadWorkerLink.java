package dev.brood.internal.engine;

import dev.brood.exception.WorkerDeath;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.codec.RemoteFrames;
import dev.brood.internal.supervise.WorkerLink;
import dev.brood.internal.supervise.WorkerStarter;
import dev.brood.internal.task.InterruptGate;
import dev.brood.internal.task.RunningTask;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A worker that is a thread of this JVM, and the link to it. Nothing is copied: a task sees the
 * caller's own objects.
 *
 * <p>A thread can be interrupted but not killed. One that goes on regardless is given up: it is a
 * daemon, takes nothing more and its answer is dropped.
 */
final class ThreadWorkerLink implements WorkerLink, WorkerStarter.Start {

  /** The order to end. */
  private static final Object END = new Object();

  /** What the thread has to say. */
  private sealed interface Answer {

    record Result(ResultRun run) implements Answer {}

    record Skipped() implements Answer {}

    record BatchDone(long nanos) implements Answer {}
  }

  private final String name;
  private final WorkerStarter.Listener listener;
  private final Thread thread;
  private final InterruptGate gate;
  private final RunningTask surroundings;
  private final LinkedBlockingQueue<Object> orders = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awaitsBell = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong heartbeats = new AtomicLong();
  private volatile long started;

  ThreadWorkerLink(String name, int number, WorkerStarter.Listener listener) {
    this.name = name;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
    this.gate = new InterruptGate(thread);
    this.surroundings = new RunningTask(number, heartbeats::incrementAndGet);
  }

  /** Starts the thread. */
  void begin() {
    thread.start();
    listener.onReady(this);
  }

  // --- The thread ---

  private void work() {
    surroundings.ofThisThread();
    try {
      while (!over.get() && orders.take() instanceof LiveBatch batch) {
        run(batch);
      }
    } catch (InterruptedException e) {
      // Only terminate() interrupts a thread that is at no item: it is to end.
    } finally {
      ended("");
    }
  }

  private void run(LiveBatch batch) {
    long start = System.nanoTime();
    for (int i = 0; i < batch.count() && !over.get(); i++) {
      long item = started + 1;
      surroundings.begin(batch.firstIndex() + i, batch.seed());
      started = item;
      answer(gate.open(item) ? new Answer.Result(ResultRun.of(run(batch, i))) : skip());
    }
    answer(new Answer.BatchDone(System.nanoTime() - start));
  }

  private Answer skip() {
    gate.close();
    return new Answer.Skipped();
  }

  /** Runs an item for which the gate is open. */
  private @Nullable Object run(LiveBatch batch, int index) {
    try {
      return batch.run(index);
    } catch (Throwable t) {
      return Failure.ofTask(
          RemoteFrames.ofOtherThread(t, name, ThreadWorkerLink.class), Failure.NO_PID);
    } finally {
      gate.close();
    }
  }

  private void answer(Answer answer) {
    answers.add(answer);
    if (awaitsBell.get() && awaitsBell.getAndSet(false)) {
      listener.onBell();
    }
  }

  private void ended(String cause) {
    if (over.compareAndSet(false, true)) {
      long pid = ProcessHandle.current().pid();
      listener.onDeath(new WorkerDeath(name, pid, WorkerDeath.UNKNOWN, 0, cause, List.of(), null));
    }
  }

  // --- The link ---

  @Override
  public long pid() {
    return -1;
  }

  @Override
  public void give(Batch batch) {
    orders.add(batch);
  }

  @Override
  public void forget(TaskFunction function) {}

  @Override
  public void retire() {
    orders.add(END);
  }

  @Override
  public void pump() {}

  @Override
  public boolean drain(Receiver receiver) {
    boolean any = false;
    Answer answer;
    while ((answer = answers.poll()) != null) {
      any = true;
      switch (answer) {
        case Answer.Result(ResultRun run) -> receiver.onResults(run);
        case Answer.Skipped() -> receiver.onSkipped();
        case Answer.BatchDone(long nanos) -> receiver.onBatchDone(nanos);
      }
    }
    return any;
  }

  @Override
  public void catchUp() {}

  @Override
  public void ended() {}

  @Override
  public boolean sleepUntilBell() {
    awaitsBell.set(true);
    if (answers.isEmpty()) {
      return false;
    }
    awaitsBell.set(false);
    return true;
  }

  @Override
  public void lookingAgain() {
    awaitsBell.set(false);
  }

  @Override
  public boolean worthLooking() {
    return true;
  }

  @Override
  public long started() {
    return started;
  }

  @Override
  public long heartbeats() {
    return heartbeats.get();
  }

  @Override
  public void interrupt(long item) {
    gate.interrupt(item);
  }

  @Override
  public void callOff(long firstItem, long lastItem) {
    gate.callOff(firstItem, lastItem);
  }

  /** The heap is that of the owner. */
  @Override
  public void limitHeap(long bytes) {}

  @Override
  public void takeBack(long firstItem, long lastItem) {
    listener.onGivenBack(gate.takeBack(firstItem, lastItem), lastItem);
  }

  @Override
  public long residentBytes() {
    return -1;
  }

  @Override
  public long bytesOut() {
    return 0;
  }

  @Override
  public long bytesIn() {
    return 0;
  }

  @Override
  public void terminate() {
    orders.clear();
    orders.add(END);
    thread.interrupt();
  }

  @Override
  public void kill() {
    thread.interrupt();
    ended("a thread that went on after an interrupt was given up; it cannot be killed");
  }

  @Override
  public void abandon() {
    kill();
  }

  @Override
  public void close() {}
}
