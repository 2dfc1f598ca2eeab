package dev.brood.samples.manager;

import dev.brood.manager.Manager;
import dev.brood.process.JvmProcess;
import dev.brood.proxy.QueueProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Producers and consumers that know nothing of each other but an address and a key; they could be
 * on different machines.
 */
public final class RemoteQueues {
  private RemoteQueues() {}

  private static final String END = "end";

  // @start region="queue"
  static void main() throws InterruptedException, IOException {
    byte[] key = "only for this sample".getBytes(StandardCharsets.UTF_8);
    try (Manager manager =
        Manager.builder()
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), key)
            .start()) {
      SocketAddress address = manager.address().orElseThrow();
      QueueProxy<String> tasks = manager.queue();
      QueueProxy<String> done = manager.queue();
      manager.bind("tasks", tasks);
      manager.bind("done", done);

      try (var producer = JvmProcess.start(() -> produce(address, key));
          var consumer = JvmProcess.start(() -> consume(address, key))) {
        producer.join();
        consumer.join();
      }
      for (String each = done.poll(); each != null; each = done.poll()) {
        IO.println(each);
      }
      // @end
      words(manager, address, key);
    }
  }

  private static void produce(SocketAddress address, byte[] key)
      throws IOException, InterruptedException {
    try (Manager remote = Manager.connect(address, key)) {
      QueueProxy<String> tasks = remote.find("tasks", QueueProxy.class);
      for (String each : List.of("task 1", "task 2", "task 3", END)) {
        tasks.put(each);
      }
    }
  }

  private static void consume(SocketAddress address, byte[] key)
      throws IOException, InterruptedException {
    try (Manager remote = Manager.connect(address, key)) {
      QueueProxy<String> tasks = remote.find("tasks", QueueProxy.class);
      QueueProxy<String> done = remote.find("done", QueueProxy.class);
      for (String each = tasks.take(); !each.equals(END); each = tasks.take()) {
        done.put("done: " + each);
      }
    }
  }

  /** Four words are put, and each is taken by one of four children. */
  private static void words(Manager manager, SocketAddress address, byte[] key)
      throws InterruptedException {
    QueueProxy<String> words = manager.queue();
    QueueProxy<String> taken = manager.queue();
    manager.bind("tasks", words);
    manager.bind("done", taken);
    List<JvmProcess> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(JvmProcess.start(() -> takeOne(address, key)));
    }
    words.addAll(List.of("wood", "sky", "cloud", "ocean"));
    for (JvmProcess each : children) {
      each.join();
    }
    IO.println(taken.stream().sorted().toList());
  }

  private static void takeOne(SocketAddress address, byte[] key)
      throws IOException, InterruptedException {
    try (Manager remote = Manager.connect(address, key)) {
      QueueProxy<String> words = remote.find("tasks", QueueProxy.class);
      QueueProxy<String> taken = remote.find("done", QueueProxy.class);
      taken.put(words.take());
    }
  }
}
