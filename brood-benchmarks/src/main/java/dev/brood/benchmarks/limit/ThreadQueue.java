package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One thread puts references into a queue, another thread of the same JVM takes them. Per second.
 */
public final class ThreadQueue implements Probe {

  private record Element(int number, String text) {}

  private final int elements;
  private final BlockingQueue<Element> queue;

  /** Creates the probe; sizes: {@code capacity}, and {@code elements} per sample. */
  public ThreadQueue(Settings settings) {
    elements = settings.size("elements");
    queue = new ArrayBlockingQueue<>(settings.size("capacity"));
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::passAll).perSecond(elements);
  }

  private void passAll() throws InterruptedException {
    Thread producer = Thread.ofPlatform().start(this::produce);
    for (int i = 0; i < elements; i++) {
      Element element = queue.take();
      if (element.number != i) {
        throw new IllegalStateException("expected " + i + ", got " + element);
      }
    }
    producer.join();
  }

  private void produce() {
    try {
      for (int i = 0; i < elements; i++) {
        queue.put(new Element(i, "element"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
