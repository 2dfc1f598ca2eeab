package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ManagerDiedException;
import dev.brood.manager.Manager;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.ValueProxy;
import dev.brood.system.support.Waits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many clients of one manager, each with a connection and a session of its own. */
class CrowdTest {
  private static final byte[] KEY = new byte[16];
  private static final int ROUNDS = 5;
  private static final Semaphore AT_THE_DOOR = new Semaphore(64);

  @Test
  void oneHundredClients() throws Exception {
    crowd(100);
  }

  @Test
  @Tag("chaos")
  void oneThousandClients() throws Exception {
    crowd(1_000);
  }

  private static <T> List<T> all(List<CompletableFuture<T>> futures) throws Exception {
    List<T> results = new ArrayList<>();
    for (CompletableFuture<T> each : futures) {
      results.add(Aside.result(each));
    }
    return results;
  }

  private static void crowd(int count) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Manager manager = Manager.builder().listen(any, KEY).start()) {
      CounterProxy calls = manager.counter();
      ValueProxy<Integer> guarded = manager.value(0);
      EventProxy go = manager.event();
      QueueProxy<Integer> queue = manager.queue();
      manager.bind("calls", calls);
      manager.bind("lock", manager.lock());
      manager.bind("guarded", guarded);
      manager.bind("go", go);
      manager.bind("queue", queue);
      List<CompletableFuture<Manager>> connecting = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        connecting.add(Aside.start(() -> connect(manager.address().orElseThrow())));
      }
      List<Manager> clients = all(connecting);
      try {
        assertThat(manager.clientCount()).isEqualTo(count + 1);
        List<CompletableFuture<Integer>> taken = new ArrayList<>();
        clients.forEach(client -> taken.add(Aside.start(() -> work(client))));
        Waits.until("all have worked", () -> calls.get() == (long) ROUNDS * count);
        assertThat(guarded.get()).isEqualTo(count);
        go.set();

        // Half of them leave while all wait for an element.
        int leaving = count / 2;
        Waits.until("all wait", () -> calls.get() == (long) (ROUNDS + 1) * count);
        clients.subList(0, leaving).forEach(Manager::close);
        Waits.until("half have left", () -> manager.clientCount() == count - leaving + 1);
        taken
            .subList(0, leaving)
            .forEach(each ->
                assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(each::join)
                    .withCauseInstanceOf(ManagerDiedException.class));
        List<Integer> elements = new ArrayList<>();
        for (int i = 0; i < count - leaving; i++) {
          elements.add(i);
          queue.put(i);
        }
        assertThat(all(taken.subList(leaving, count)))
            .containsExactlyInAnyOrderElementsOf(elements);
        assertThat(queue).isEmpty();
      } finally {
        clients.forEach(Manager::close);
      }
      Waits.until("all have left", () -> manager.clientCount() == 1);
    }
  }

  /** Connects; a listener works on 256 strangers at a time and turns slow ones away. */
  private static Manager connect(SocketAddress address) throws Exception {
    AT_THE_DOOR.acquire();
    try {
      return Manager.connect(address, KEY);
    } finally {
      AT_THE_DOOR.release();
    }
  }

  /** What each client does; returns the element that it got. */
  private static int work(Manager client) throws InterruptedException {
    CounterProxy calls = client.find("calls", CounterProxy.class);
    Lock lock = client.find("lock", Lock.class);
    ValueProxy<Integer> guarded = client.find("guarded", ValueProxy.class);
    lock.lock();
    try {
      guarded.set(guarded.get() + 1);
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < ROUNDS; i++) {
      calls.increment();
    }
    EventProxy go = client.find("go", EventProxy.class);
    go.await();
    QueueProxy<Integer> queue = client.find("queue", QueueProxy.class);
    calls.increment();
    return queue.take();
  }
}
