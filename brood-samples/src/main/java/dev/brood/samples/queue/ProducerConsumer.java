package dev.brood.samples.queue;

import dev.brood.exception.QueueShutDownException;
import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;

/** A producer shuts the queue down when it is done, and the consumer works off what is left. */
public final class ProducerConsumer {
  static void main() throws InterruptedException {
    try (var tasks = SharedQueue.<String>create(2);
        var producer = JvmProcess.start(() -> produce(tasks));
        var consumer = JvmProcess.start(() -> consume(tasks))) {
      producer.join();
      consumer.join();
    }
  }

  // @start region="both"
  private static void produce(SharedQueue<String> tasks) throws InterruptedException {
    for (int i = 1; i <= 3; i++) {
      tasks.put("task " + i);
    }
    tasks.shutdown();
  }

  private static void consume(SharedQueue<String> tasks) throws InterruptedException {
    try {
      while (true) {
        IO.println("working on " + tasks.take());
      }
    } catch (QueueShutDownException over) {
      IO.println("no more tasks");
    }
  }
  // @end
}
