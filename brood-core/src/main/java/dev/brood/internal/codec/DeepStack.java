package dev.brood.internal.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on a thread with a very large stack.
 *
 * <p>JDK serialization goes down one object by several calls, so that a linked list of some
 * thousand elements overflows a normal stack. When that happens the work is done again here. The
 * stack is address space: memory is taken only as deep as the task really goes, and is given back
 * at its end.
 */
final class DeepStack {
  /**
   * Tried in turn: a machine may limit the address space of a process. The first is enough for some
   * hundred thousand elements; more would only have an endless recursion take longer to be found.
   */
  private static final long[] SIZES = {256L << 20, 64L << 20};

  private DeepStack() {}

  /** What is run. */
  abstract static class Task {
    abstract void run() throws Exception;
  }

  /** Runs a task to its end, and throws what it throws. Does not react to interrupts. */
  static void run(Task task) throws Exception {
    Runner runner = new Runner(task);
    Thread thread = start(runner);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (runner.failure instanceof Error error) {
      throw error;
    }
    if (runner.failure instanceof Exception exception) {
      throw exception;
    }
  }

  /** Puts a value by JDK serialization. */
  static void write(ValueWriter writer, @Nullable Object value) throws Exception {
    run(
        new Task() {
          @Override
          void run() throws IOException {
            writer.putJdk(value);
          }
        });
  }

  /** Gets a value. */
  static @Nullable Object read(ByteSource source, GraphReader graph) throws Exception {
    Read read = new Read(source, graph);
    run(read);
    return read.result;
  }

  private static final class Read extends Task {
    private final ByteSource source;
    private final GraphReader graph;
    @Nullable Object result;

    Read(ByteSource source, GraphReader graph) {
      this.source = source;
      this.graph = graph;
    }

    @Override
    void run() throws Exception {
      result = graph.read(source.getByte() & 0xff);
    }
  }

  private static Thread start(Runner runner) {
    StackOverflowError refused = new StackOverflowError("no address space for a larger stack");
    for (long size : SIZES) {
      Thread thread = new Thread(null, runner, "brood-deep-value", size);
      thread.setDaemon(true);
      thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
      try {
        thread.start();
        return thread;
      } catch (OutOfMemoryError tooLarge) {
        refused.addSuppressed(tooLarge);
      }
    }
    throw refused;
  }

  private static final class Runner implements Runnable {
    private final Task task;

    /** Written by the thread, read after its end. */
    private @Nullable Throwable failure;

    Runner(Task task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable thrown) {
        failure = thrown;
      }
    }
  }
}
