package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ManagerDiedException;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.system.support.Waits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is left of a client when a network breaks its connection, and when it has said goodbye. */
class BrokenConnectionTest {
  private static final byte[] KEY = "of BrokenConnectionTest".getBytes(StandardCharsets.US_ASCII);
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static Relay relayTo(Manager manager) throws Exception {
    return new Relay((InetSocketAddress) manager.address().orElseThrow());
  }

  /** Breaks the connection of a client, the only one beside the manager's owner. */
  private static void breakDown(Relay relay, Manager manager, Manager client) throws Exception {
    relay.breakDown();
    Waits.until("the client sees the break", () -> !client.isAlive());
    Waits.until("the manager sees the break", () -> manager.clientCount() == 1);
  }

  @Test
  void callsThatWaitFailAndTheNextOneConnectsAgain() throws Exception {
    try (Manager manager = Manager.builder().listen(LOOPBACK, KEY).start();
        Relay relay = relayTo(manager);
        Manager client = Manager.connect(relay.address(), KEY);
        Manager strict = Manager.builder().reconnect(false).connect(relay.address(), KEY)) {
      List<String> list = client.list(List.of("a"));
      List<Integer> other = strict.list();
      QueueProxy<String> queue = client.queue();
      CompletableFuture<String> taken = Proxies.callAsync(queue, Aside::take);
      relay.breakDown();
      // Nobody knows whether it was carried out, so it is not repeated.
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> taken.get(30, TimeUnit.SECONDS))
          .withCauseInstanceOf(ManagerDiedException.class);
      Waits.until("the break is seen", () -> !client.isAlive());
      assertThat(list).containsExactly("a");
      assertThat(client.isAlive()).isTrue();
      assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(other::size);
      assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(other::size);
    }
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // Who holds it when is what is tested.
  void whatAClientUsedIsThereWhenItComesBackAndWhatItHeldIsFree() throws Exception {
    try (Manager manager = Manager.builder().listen(LOOPBACK, KEY).start();
        Relay relay = relayTo(manager);
        Manager client = Manager.connect(relay.address(), KEY)) {
      List<String> list = client.list(List.of("a"));
      Lock lock = client.lock();
      client.bind("lock", lock);
      lock.lock();
      breakDown(relay, manager, client);
      Garbage.collectIn(manager);
      assertThat(manager.find("lock", Lock.class).tryLock(30, TimeUnit.SECONDS)).isTrue();
      assertThat(list).containsExactly("a");
      assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
    }
  }

  @Test
  void aClientThatHasLeftTakesNothing() throws Exception {
    int takers = 100;
    try (Manager manager = Manager.builder().listen(LOOPBACK, KEY).start()) {
      QueueProxy<Integer> queue = manager.queue();
      CounterProxy waiting = manager.counter();
      manager.bind("queue", queue);
      manager.bind("waiting", waiting);
      for (int round = 1; round <= 20; round++) {
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY);
        QueueProxy<Integer> far = client.find("queue", QueueProxy.class);
        CounterProxy calls = client.find("waiting", CounterProxy.class);
        List<CompletableFuture<Integer>> taken = new ArrayList<>();
        for (int i = 0; i < takers; i++) {
          taken.add(
              Aside.start(() -> {
                calls.increment();
                return far.take();
              }));
        }
        long all = (long) round * takers;
        Waits.until("all take", () -> waiting.get() == all);
        client.close();
        Waits.until("the client has left", () -> manager.clientCount() == 1);
        for (int i = 0; i < takers; i++) {
          queue.put(i);
        }
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < takers; i++) {
          left.add(queue.poll(30, TimeUnit.SECONDS));
        }
        assertThat(left)
            .as("round %d", round)
            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, takers).boxed().toList());
        for (CompletableFuture<Integer> each : taken) {
          assertThatExceptionOfType(ExecutionException.class)
              .isThrownBy(() -> each.get(30, TimeUnit.SECONDS))
              .withCauseInstanceOf(ManagerDiedException.class);
        }
      }
    }
  }

  /** The lease of a handle is over at once here, so that only the client's own keeps it. */
  @Test
  void aClientThatIsBackKeepsWhatItDoesNotCall() throws Exception {
    try (Manager manager =
            Manager.builder().listen(LOOPBACK, KEY).handleLease(Duration.ofNanos(1)).start();
        Relay relay = relayTo(manager);
        Manager client = Manager.connect(relay.address(), KEY)) {
      List<String> quiet = client.list(List.of("a"));
      client.bind("quiet", quiet);
      breakDown(relay, manager, client);
      // Back, by a call of something else.
      assertThat(client.clientCount()).isEqualTo(2);
      manager.unbind("quiet");
      Garbage.collectIn(manager);
      assertThat(quiet).containsExactly("a");
    }
  }

  @Test
  void whatAClientUsedGoesAtOnceWhenItHasClosed() throws Exception {
    try (Manager manager = Manager.builder().listen(LOOPBACK, KEY).start()) {
      try (Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
        assertThat(client.list(List.of("a"))).containsExactly("a");
        assertThat(manager.objectCount()).isOne();
      }
      Garbage.awaitObjects(manager, 0);
    }
  }
}
