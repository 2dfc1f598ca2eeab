package dev.brood.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.os.Platform;
import dev.brood.internal.wire.BootFile;
import dev.brood.internal.wire.Handshake;
import dev.brood.internal.wire.JoinKey;
import dev.brood.internal.wire.Ration;
import dev.brood.internal.wire.Welcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in at the port that any user of the machine can reach. */
@NullUnmarked
@Timeout(60)
class RendezvousTest {

  private static final int STUCK_SECONDS = 20;

  private final CompletableFuture<SocketChannel> joined = new CompletableFuture<>();
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private final List<SocketChannel> opened = new ArrayList<>();
  private int childId;
  private BootFile boot;

  @BeforeEach
  void expectAChildWithRings() throws IOException {
    Assumptions.assumeTrue(Platform.current() == Platform.LINUX, "no child joins at a port here");
    expect("/ring");
  }

  private void expect(String ringFile) throws IOException {
    Welcome welcome =
        new Welcome(
            Welcome.WORKER, "child", false, "", "main", 1, ringFile, false, "", Ration.NONE);
    childId =
        Rendezvous.ofThisJvm()
            .expect(
                welcome,
                new byte[0],
                new Rendezvous.Host() {
                  @Override
                  public void onJoined(SocketChannel socket) {
                    joined.complete(socket);
                  }

                  @Override
                  public void onLost() {
                    lost.complete(null);
                  }
                });
    boot = BootFile.read(Files.readAllBytes(bootFile()));
  }

  private Path bootFile() {
    return PrivateFolder.ofThisJvm().path().resolve(childId + ".boot");
  }

  @AfterEach
  void forgetTheChild() throws IOException {
    Rendezvous.ofThisJvm().cancel(childId);
    Files.deleteIfExists(bootFile());
    for (SocketChannel each : opened) {
      each.close();
    }
    if (joined.isDone()) {
      joined.join().close();
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET);
    opened.add(socket);
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), boot.port()));
    return socket;
  }

  @Test
  void theChildIsLetInOnce() throws Exception {
    Handshake.introduce(connect(), childId, boot.key());
    assertThat(joined.get(STUCK_SECONDS, TimeUnit.SECONDS).isConnected()).isTrue();
    assertThat(lost).isNotDone();
    // With nobody left to come, nobody is listened to.
    assertThatThrownBy(() -> Handshake.introduce(connect(), childId, boot.key()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whoDoesNotKnowTheKeyIsTurnedAway() throws Exception {
    byte[] guessed = new byte[JoinKey.LENGTH];
    assertThatThrownBy(() -> Handshake.introduce(connect(), childId, new JoinKey(guessed)))
        .isInstanceOf(IOException.class);
    SocketChannel nonsense = connect();
    nonsense.write(
        StandardCharsets.US_ASCII.encode(
            "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"));
    assertThat(nonsense.read(ByteBuffer.allocate(1))).isNegative();
    assertThat(joined).isNotDone();
    Handshake.introduce(connect(), childId, boot.key());
    assertThat(joined.get(STUCK_SECONDS, TimeUnit.SECONDS).isConnected()).isTrue();
  }

  @Test
  void whoSaysNothingKeepsNobodyOut() throws Exception {
    for (int i = 0; i < 300; i++) {
      connect();
    }
    Handshake.introduce(connect(), childId, boot.key());
    assertThat(joined.get(STUCK_SECONDS, TimeUnit.SECONDS).isConnected()).isTrue();
    // All of them are sent away when nobody is expected any more.
    for (SocketChannel each : opened.subList(0, 300)) {
      assertThat(isAtEnd(each)).isTrue();
    }
  }

  private static boolean isAtEnd(SocketChannel socket) {
    try {
      return socket.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void thePortIsClosedWithTheLastThatIsExpected() throws Exception {
    assertThat(Rendezvous.ofThisJvm().cancel(childId)).isTrue();
    // The kernel lets in until the thread that accepts has let go of the port.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    boolean closed = false;
    while (!closed && System.nanoTime() - end < 0) {
      try {
        assertThat(isAtEnd(connect())).isTrue();
      } catch (ConnectException refused) {
        closed = true;
      }
    }
    assertThat(closed).isTrue();
  }

  @Test
  void aChildWithoutRingsJoinsInTheFolder() throws IOException {
    assertThat(boot.port()).isPositive();
    Rendezvous.ofThisJvm().cancel(childId);
    expect("");
    assertThat(boot.port()).isZero();
    assertThat(PrivateFolder.ofThisJvm().path().resolve("owner.sock")).exists();
  }

  @Test
  void aChildObeysNobodyElse() throws Exception {
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET);
      opened.add(socket);
      socket.connect(other.getLocalAddress());
      SocketChannel impostor = other.accept();
      opened.add(impostor);
      impostor.write(ByteBuffer.allocate(JoinKey.LENGTH));
      assertThatThrownBy(() -> Handshake.introduce(socket, childId, boot.key()))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("not the owner");
    }
  }
}
