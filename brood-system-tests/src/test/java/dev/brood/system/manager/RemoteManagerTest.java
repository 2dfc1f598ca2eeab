package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ManagerDiedException;
import dev.brood.exception.NotReceivableException;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.proxy.MapProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.ValueProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managers that are reached by an address and a key. */
class RemoteManagerTest {
  private static final byte[] KEY = "of RemoteManagerTest".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRONG = new byte[16];

  @TempDir Path folder;

  /** A class that is read over TCP only where that was allowed. */
  record Point(int x, int y) implements java.io.Serializable {}

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void aClientUsesAManagerOverTcp() throws Exception {
    try (Manager manager =
            Manager.builder()
                .register("ledger", Ledger.class, Ledger.InMemory::new)
                .listen(loopback(0), KEY)
                .start();
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
      QueueProxy<Object> queue = client.queue();
      for (Object each :
          Arrays.asList(
              "text", true, 1, 2L, 3.5, LocalDate.EPOCH, new ArrayList<>(List.of("a", 1)))) {
        queue.put(each);
        assertThat(queue.take()).isEqualTo(each);
      }
      MapProxy<String, Integer> map = client.map();
      map.put("a", 1);
      client.bind("map", map);
      MapProxy<String, Integer> seen = manager.find("map", MapProxy.class);
      seen.put("b", 2);
      assertThat(map).containsEntry("b", 2).hasSize(2);
      assertThat(Proxies.copyOf(map)).isEqualTo(seen);
      Set<Integer> large = client.set(java.util.stream.IntStream.range(0, 2000).boxed().toList());
      assertThat(new ArrayList<>(large)).hasSize(2000);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> client.list().get(0));
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(() -> client.find("nothing", List.class));
    }
  }

  @Test
  void whatIsNotAllowedIsNotRead() throws Exception {
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).start();
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
      ValueProxy<Object> value = client.value("old");
      assertThatExceptionOfType(NotReceivableException.class)
          .isThrownBy(() -> value.set(new Point(1, 2)));
      assertThatExceptionOfType(NotReceivableException.class)
          .isThrownBy(() -> Proxies.apply(value, each -> "run"));
      assertThat(value.get()).isEqualTo("old");
    }
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).allow(Point.class).start();
        Manager client =
            Manager.builder().allow(Point.class).connect(manager.address().orElseThrow(), KEY)) {
      ValueProxy<Object> value = client.value("old");
      value.set(new Point(1, 2));
      assertThat(value.get()).isEqualTo(new Point(1, 2));
    }
  }

  @Test
  void aFunctionThatIsNotReadRunsHereInstead() throws Exception {
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).start();
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
      MapProxy<String, Integer> map = client.map();
      java.util.function.BiFunction<Integer, Integer, Integer> sum = Integer::sum;
      map.merge("a", 1, sum);
      map.merge("a", 2, sum);
      assertThat(map).containsEntry("a", 3);
    }
  }

  @Test
  void aWrongKeyOpensNothing() throws Exception {
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).start()) {
      SocketAddress address = manager.address().orElseThrow();
      assertThatExceptionOfType(AuthenticationException.class)
          .isThrownBy(() -> Manager.connect(address, WRONG));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Manager.connect(address, new byte[15]))
          .withMessageContaining("key of 15 bytes");
      assertThat(manager.clientCount()).isEqualTo(1);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manager.builder().listen(new InetSocketAddress(0), KEY).start())
        .withMessageContaining("anyInterface()");
  }

  /** A lower bound, which a slow machine keeps too: 256 places are taken again after 0.5 s each. */
  @Test
  void wrongKeysAreNotTriedFasterThanTheDoorAllows() throws Exception {
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).serve()) {
      SocketAddress address = manager.address().orElseThrow();
      long start = System.nanoTime();
      for (int i = 0; i <= 2 * 256; i++) {
        assertThatExceptionOfType(AuthenticationException.class)
            .isThrownBy(() -> Manager.connect(address, WRONG));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
      try (Manager client = Manager.connect(address, KEY)) {
        assertThat(client.list(List.of(1))).containsExactly(1);
      }
    }
  }

  @Test
  void aClientConnectsAgain() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("m"));
    try (Manager manager = Manager.builder().patience(Duration.ofSeconds(2)).serve()) {
      assertThat(manager.address()).isEmpty();
    }
    Manager first = Manager.builder().listen(address, KEY).start();
    Manager client = Manager.connect(address, KEY);
    List<String> list = client.list(List.of("a"));
    assertThat(list).containsExactly("a");
    first.close();
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(list::size);
    assertThat(Files.exists(address.getPath())).isFalse();
    // The same address, at once; but it is another manager.
    try (Manager second = Manager.builder().listen(address, KEY).start()) {
      assertThatExceptionOfType(ManagerDiedException.class)
          .isThrownBy(list::size)
          .withMessageContaining("another manager");
      try (Manager again = Manager.connect(address, KEY)) {
        assertThat(again.list(List.of("b"))).containsExactly("b");
      }
      assertThat(second.isAlive()).isTrue();
    }
    client.close();
  }

  @Test
  void thePortCanBeUsedAgainAtOnce() throws Exception {
    int port;
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).start();
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
      client.queue().put("used");
      port = ((InetSocketAddress) manager.address().orElseThrow()).getPort();
    }
    try (Manager manager = Manager.builder().listen(loopback(port), KEY).start();
        Manager client = Manager.connect(loopback(port), KEY)) {
      assertThat(client.list(List.of(1))).containsExactly(1);
      assertThat(manager.clientCount()).isEqualTo(2);
    }
  }

  @Test
  void childrenOfAClientUseItsProxies() throws Exception {
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).start();
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
      List<Integer> list = client.list();
      try (JvmProcess child = JvmProcess.start(() -> list.add(1))) {
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      assertThat(list).containsExactly(1);
    }
  }

  @Test
  void childrenFindAManagerAlsoWhenAClientOfItHasSaidWhereItIsAndHasClosed() throws Exception {
    try (Manager manager = Manager.builder().listen(loopback(0), KEY).serve()) {
      List<String> list = manager.list();
      manager.bind("list", list);
      InetSocketAddress address = (InetSocketAddress) manager.address().orElseThrow();
      run(() -> list.add("of the manager"));
      run(() -> {
        try (Manager client = Manager.connect(address, KEY)) {
          List<String> same = client.find("list", List.class);
          run(() -> same.add("of a client"));
        }
      });
      run(() -> list.add("of the manager"));
      assertThat(list).containsExactly("of the manager", "of a client", "of the manager");
    }
  }

  private static void run(ProcessTarget target) throws InterruptedException {
    try (JvmProcess child = JvmProcess.start(target)) {
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void anAddressThatIsTakenIsToldAtTheStart() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("m"));
    try (Manager manager = Manager.builder().listen(address, KEY).serve()) {
      assertThat(manager.address()).contains(address);
      assertThatExceptionOfType(ManagerDiedException.class)
          .isThrownBy(() ->
              Manager.builder().stdio(dev.brood.jvm.Stdio.discard()).listen(address, KEY).start())
          .havingCause()
          .isInstanceOf(IOException.class);
    }
  }
}
