package dev.brood.system.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.channel.Connection;
import dev.brood.channel.Listener;
import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProcessException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Inbox;
import dev.brood.internal.station.Dial;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nonsense on the wire, while a client that knows the key goes on working. */
@Timeout(240)
class HostileClientTest {
  private static final byte[] KEY = {1, 2, 3, 4};
  private static final int SOME = 3_000;
  private static final int MANY = 100_000;

  @TempDir Path folder;

  // No TCP: there would be no ports left for a minute.
  private UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(folder.resolve("s"));
  }

  @Test
  void nonsenseInsteadOfAHandshakeDisturbsNobody() throws Exception {
    attackHandshake(SOME);
  }

  @Test
  @Tag("chaos")
  void muchNonsenseInsteadOfAHandshakeDisturbsNobody() throws Exception {
    attackHandshake(MANY);
  }

  private void attackHandshake(int times) throws Exception {
    AtomicInteger wrongKeys = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (Listener listener = Listener.open(address(), KEY)) {
      Future<Integer> server =
          ConnectionContract.start(() -> {
            int served = 0;
            while (true) {
              try (Connection peer = listener.accept()) {
                peer.send(peer.<Integer>receive() + 1);
                served++;
              } catch (AuthenticationException wrongKey) {
                wrongKeys.incrementAndGet();
              } catch (ConnectionClosedException end) {
                return served;
              }
            }
          });
      Future<Integer> honest =
          ConnectionContract.start(() -> {
            int calls = 0;
            while (!done.get()) {
              try (Connection client = Connection.connect(listener.address(), KEY)) {
                client.send(calls);
                assertThat(client.<Integer>receive()).isEqualTo(calls + 1);
                calls++;
              }
            }
            return calls;
          });
      Random random = new Random(1);
      for (int i = 0; i < times; i++) {
        attack(listener.address(), random);
        if (i % 100 == 0) {
          assertThatThrownBy(() -> Connection.connect(listener.address(), new byte[] {5}))
              .isInstanceOf(AuthenticationException.class);
        }
      }
      done.set(true);
      int calls = honest.get(60, TimeUnit.SECONDS);
      ConnectionContract.hangUp(listener);
      assertThat(ConnectionContract.get(server)).isEqualTo(calls).isPositive();
      assertThat(wrongKeys.get()).isPositive();
    }
  }

  private static void attack(SocketAddress address, Random random) throws IOException {
    try (SocketChannel socket = SocketChannel.open(address)) {
      ByteBuffer said = ByteBuffer.allocate(random.nextInt(300));
      random.nextBytes(said.array());
      if (random.nextBoolean() && said.remaining() >= 12) {
        said.putLong(0, 0x42524F4F44434831L).putInt(8, 1);
      }
      socket.write(said);
    } catch (IOException turnedAway) {
      // As it should be.
    }
  }

  /** What a peer sends that knows the key and has gone mad: each connection ends, none hangs. */
  @Test
  void nonsenseInsteadOfMessagesEndsTheConnectionAtMost() throws Exception {
    attackMessages(SOME);
  }

  @Test
  @Tag("chaos")
  void muchNonsenseInsteadOfMessagesEndsTheConnectionAtMost() throws Exception {
    attackMessages(MANY);
  }

  private void attackMessages(int frames) throws Exception {
    Random random = new Random(2);
    long before = used();
    Inbox.Limits limits = Inbox.Limits.ofStranger(1 << 20, null);
    try (Listener listener = Listener.open(address(), KEY)) {
      for (int sent = 0; sent < frames; ) {
        Endpoint mad = Dial.connect(listener.address(), KEY, TimeUnit.SECONDS.toNanos(30), limits);
        try (Connection victim = listener.accept()) {
          Future<Void> receiving =
              ConnectionContract.start(() -> {
                receiveToTheEnd(victim);
                return null;
              });
          int more = 1 + random.nextInt(20);
          for (int i = 0; i < more && mad.stream().write(frame(random)) >= 0; i++) {
            sent++;
          }
          mad.close("was mad");
          ConnectionContract.get(receiving);
        }
      }
    }
    assertThat(used() - before).isLessThan(64L << 20);
  }

  /** Mostly short, often nearly right. */
  private static ByteBuffer frame(Random random) {
    byte[] body = new byte[random.nextInt(64)];
    random.nextBytes(body);
    ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
    long length = random.nextInt(4) == 0 ? random.nextLong() & 0xffffffL : body.length;
    frame.putLong((long) random.nextInt(5) << 56 | length).put(body);
    if (random.nextBoolean() && body.length > 12) {
      frame.putInt(8, random.nextInt(20)).putLong(12, random.nextInt(body.length));
    }
    return frame.flip();
  }

  private static void receiveToTheEnd(Connection from) throws InterruptedException {
    while (true) {
      try {
        from.receive();
      } catch (NotReceivableException lost) {
        // One value; the next may be whole.
      } catch (ProcessException end) {
        return;
      }
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
