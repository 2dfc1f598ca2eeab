package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import java.io.Serializable;

/** A child puts small objects and this process takes them. Per second. */
final class QueueOneToOne implements Probe {

  private record Element(int number, String text) implements Serializable {}

  private final int elements;
  private final SharedQueue<Element> queue;
  private final SharedQueue<Integer> orders = SharedQueue.create(1);
  private final JvmProcess child;

  QueueOneToOne(Settings settings) {
    elements = settings.size("elements");
    queue = SharedQueue.create(settings.size("capacity"));
    SharedQueue<Element> there = queue;
    SharedQueue<Integer> told = orders;
    child = JvmProcess.start(() -> produce(told, there));
  }

  private static void produce(SharedQueue<Integer> orders, SharedQueue<Element> queue)
      throws InterruptedException {
    for (int count = orders.take(); count > 0; count = orders.take()) {
      for (int i = 0; i < count; i++) {
        queue.put(new Element(i, "element"));
      }
    }
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::takeAll).perSecond(elements);
  }

  private void takeAll() throws InterruptedException {
    orders.put(elements);
    for (int i = 0; i < elements; i++) {
      Element element = queue.take();
      if (element.number != i) {
        throw new IllegalStateException("expected " + i + ", got " + element);
      }
    }
  }

  @Override
  public void close() {
    orders.add(0);
    child.close();
    orders.close();
    queue.close();
  }
}
