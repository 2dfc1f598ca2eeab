package dev.brood.system.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.channel.Connection;
import dev.brood.channel.ConnectionOptions;
import dev.brood.channel.Listener;
import dev.brood.channel.Pipe;
import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.MessageTooLongException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProtocolException;
import java.io.IOException;
import java.io.Serializable;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners and those who connect, on Unix-domain sockets and on TCP. */
@Timeout(60)
class ListenerTest {
  private static final byte[] KEY = "the key of these tests".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRONG = "a wrong key, as long".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private SocketAddress address(String family) {
    return family.equals("unix")
        ? UnixDomainSocketAddress.of(folder.resolve("s"))
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void aClientConnects(String family) throws Exception {
    try (Listener listener = Listener.open(address(family), KEY)) {
      assertThat(listener.lastAccepted()).isEmpty();
      assertThat(listener.accept(Duration.ZERO)).isEmpty();
      assertThat(listener.accept(Duration.ofMillis(5))).isEmpty();
      try (Connection client = Connection.connect(listener.address(), KEY)) {
        client.send("hello");
        try (Connection server = listener.accept()) {
          assertThat(server.<String>receive()).isEqualTo("hello");
          assertThat(client.poll()).isFalse();
          server.send(List.of(1, 2));
          assertThat(client.poll(LONG)).isTrue();
          assertThat(client.<List<Integer>>receive()).containsExactly(1, 2);
        }
        assertThatThrownBy(client::receive).isInstanceOf(EndOfConnectionException.class);
      }
      assertThat(listener.lastAccepted()).isPresent();
    }
    assertThat(folder.resolve("s")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void whatWasSentIsThereWhenTheClientIsGoneBeforeItIsAccepted(String family) throws Exception {
    try (Listener listener = Listener.open(address(family), KEY)) {
      try (Connection client = Connection.connect(listener.address(), KEY)) {
        client.send("last words");
      }
      try (Connection server = listener.accept()) {
        assertThat(server.<String>receive()).isEqualTo("last words");
        assertThatThrownBy(server::receive).isInstanceOf(EndOfConnectionException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void aWrongKeyFailsOnBothSides(String family) throws Exception {
    try (Listener listener = Listener.open(address(family), KEY)) {
      assertThatThrownBy(() -> Connection.connect(listener.address(), WRONG))
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("refused");
      assertThatThrownBy(listener::accept)
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("does not know the key");
      try (Connection client = Connection.connect(listener.address(), KEY);
          Connection server = listener.accept()) {
        client.send(1);
        assertThat(server.<Integer>receive()).isOne();
      }
    }
  }

  @Test
  void aServerThatDoesNotKnowTheKeyIsFoundOut() throws Exception {
    try (ServerSocket liar = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<Void> lying =
          ConnectionContract.start(() -> {
            try (var socket = liar.accept()) {
              byte[] challenge = new byte[44];
              ByteBuffer.wrap(challenge).putLong(0x42524F4F44434831L).putInt(1);
              socket.getOutputStream().write(challenge);
              socket.getInputStream().readNBytes(76);
              byte[] welcome = new byte[33];
              welcome[0] = 1;
              socket.getOutputStream().write(welcome);
              socket.getInputStream().readAllBytes();
            }
            return null;
          });
      assertThatThrownBy(() -> Connection.connect(liar.getLocalSocketAddress(), KEY))
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("the server does not know the key");
      ConnectionContract.get(lying);
    }
  }

  @Test
  void aProofCannotBeSentBack() throws Exception {
    // A client that answers the challenge with the server's own words, as an echo would.
    try (Listener listener = Listener.onLoopback(KEY);
        SocketChannel echo = SocketChannel.open(listener.address())) {
      ByteBuffer said = ByteBuffer.allocate(76);
      while (said.position() < 44) {
        echo.read(said);
      }
      said.limit(76).position(76);
      echo.write(said.flip());
      assertThatThrownBy(listener::accept).isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void somethingElseIsNoListener() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<Void> talking =
          ConnectionContract.start(() -> {
            try (var socket = web.accept()) {
              socket
                  .getOutputStream()
                  .write(
                      "HTTP/1.1 400 Bad Request\r\n\r\n"
                          .repeat(4)
                          .getBytes(StandardCharsets.US_ASCII));
              socket.getInputStream().readAllBytes();
            }
            return null;
          });
      assertThatThrownBy(() -> Connection.connect(web.getLocalSocketAddress(), KEY))
          .isInstanceOf(ProtocolException.class);
      ConnectionContract.get(talking);
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ConnectionOptions hurried =
          ConnectionOptions.defaults().withHandshakeTimeout(Duration.ofMillis(50));
      assertThatThrownBy(() -> Connection.connect(silent.getLocalSocketAddress(), KEY, hurried))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void strangersHoldNobodyUp() throws Exception {
    List<SocketChannel> strangers = new ArrayList<>();
    try (Listener listener = Listener.onLoopback(KEY)) {
      for (int i = 0; i < 300; i++) {
        strangers.add(SocketChannel.open(listener.address()));
      }
      try (Connection client = Connection.connect(listener.address(), KEY);
          Connection server = listener.accept()) {
        client.send(1);
        assertThat(server.<Integer>receive()).isOne();
      }
    } finally {
      for (SocketChannel each : strangers) {
        each.close();
      }
    }
  }

  @Test
  void aSilentStrangerIsTurnedAway() throws Exception {
    ConnectionOptions hurried =
        ConnectionOptions.defaults().withHandshakeTimeout(Duration.ofMillis(50));
    try (Listener listener = Listener.open(address("tcp"), KEY, hurried);
        SocketChannel stranger = SocketChannel.open(listener.address())) {
      ByteBuffer said = ByteBuffer.allocate(100);
      while (stranger.read(said) >= 0) {
        assertThat(said.position()).isLessThanOrEqualTo(44);
      }
      assertThat(listener.accept(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void anAddressIsUsedOnce() throws Exception {
    for (String family : List.of("unix", "tcp")) {
      try (Listener first = Listener.open(address(family), KEY)) {
        assertThatThrownBy(() -> Listener.open(first.address(), KEY))
            .isInstanceOf(BindException.class);
        try (Connection client = Connection.connect(first.address(), KEY)) {
          assertThat(client.isOpen()).isTrue();
        }
      }
    }
  }

  @Test
  void theSocketOfADeadListenerIsReplaced() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("dead"));
    try (var dead =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      dead.bind(address);
    }
    assertThat(Files.exists(address.getPath())).isTrue();
    try (Listener listener = Listener.open(address, KEY);
        Connection client = Connection.connect(listener.address(), KEY)) {
      assertThat(client.isOpen()).isTrue();
    }
  }

  @Test
  void nobodyListens() {
    assertThatThrownBy(
            () -> Connection.connect(UnixDomainSocketAddress.of(folder.resolve("none")), KEY))
        .isInstanceOf(IOException.class);
  }

  @Test
  void closingEndsTheWaitForPeers() throws Exception {
    Listener listener = Listener.onLoopback(KEY);
    Future<Connection> accepting = ConnectionContract.start(listener::accept);
    Connection unaccepted = null;
    listener.close();
    listener.close();
    assertThatThrownBy(() -> ConnectionContract.get(accepting))
        .hasCauseInstanceOf(ConnectionClosedException.class);
    assertThatThrownBy(listener::accept).isInstanceOf(ConnectionClosedException.class);
    assertThat(unaccepted).isNull();
  }

  @Test
  void aPeerThatNobodyAcceptedSeesTheListenerClose() throws Exception {
    Listener listener = Listener.onLoopback(KEY);
    try (Connection client = Connection.connect(listener.address(), KEY)) {
      listener.close();
      assertThatThrownBy(client::receive).isInstanceOf(EndOfConnectionException.class);
    }
  }

  @Test
  void anEmptyKeyServesOnOneMachineOnly() throws Exception {
    try (Listener listener = Listener.open(address("unix"), new byte[0]);
        Connection client = Connection.connect(listener.address(), new byte[0])) {
      assertThat(client.isOpen()).isTrue();
    }
    for (int tooShort : new int[] {0, 15}) {
      assertThatThrownBy(() -> Listener.onLoopback(new byte[tooShort]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("key of " + tooShort + " bytes");
      assertThatThrownBy(() -> Connection.connect(address("tcp"), new byte[tooShort]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theWildcardMustBeAskedFor() throws Exception {
    assertThatThrownBy(() -> Listener.open(new InetSocketAddress(0), KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("withAnyInterface");
    assertThatThrownBy(() -> Listener.open(new SocketAddress() {}, KEY))
        .isInstanceOf(IllegalArgumentException.class);
    ConnectionOptions open = ConnectionOptions.defaults().withAnyInterface();
    try (Listener listener = Listener.open(new InetSocketAddress(0), KEY, open)) {
      int port = ((InetSocketAddress) listener.address()).getPort();
      Connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), KEY)
          .close();
    }
  }

  record Mine(int x) implements Serializable {}

  @Test
  void onlyPlainValuesAreReadOverTcp() throws Exception {
    try (Listener listener = Listener.onLoopback(KEY);
        Connection client = Connection.connect(listener.address(), KEY);
        Connection server = listener.accept()) {
      List<Object> plain =
          List.of(
              1,
              "x",
              List.of(1),
              Map.of("a", 2.0),
              Duration.ofDays(1),
              new java.math.BigDecimal("1.5"));
      client.send(plain);
      assertThat(server.<Object>receive()).isEqualTo(plain);
      client.send(new double[] {1, 2});
      assertThat(server.<double[]>receive()).containsExactly(1, 2);
      client.send(new Mine(1));
      assertThatThrownBy(server::receive).isInstanceOf(NotReceivableException.class);
      client.send(
          (Runnable & Serializable)
              () -> {
                throw new AssertionError();
              });
      assertThatThrownBy(server::receive).isInstanceOf(NotReceivableException.class);
      client.send(Thread.State.NEW);
      assertThatThrownBy(server::receive).isInstanceOf(NotReceivableException.class);
      client.send("still there");
      assertThat(server.<String>receive()).isEqualTo("still there");
    }
  }

  @Test
  void aFilterCanAllowMore() throws Exception {
    ConnectionOptions options = ConnectionOptions.defaults().withAllowed(Mine.class);
    try (Listener listener = Listener.open(address("tcp"), KEY, options);
        Connection client = Connection.connect(listener.address(), KEY);
        Connection server = listener.accept();
        Pipe pipe = Pipe.open()) {
      client.send(new Mine(1));
      assertThat(server.<Mine>receive()).isEqualTo(new Mine(1));
      client.send((Runnable & Serializable) () -> {});
      assertThatThrownBy(server::receive).isInstanceOf(NotReceivableException.class);
      assertThatThrownBy(() -> pipe.first().send(server))
          .isInstanceOf(NotSendableException.class)
          .hasMessageContaining("filter");
    }
  }

  @Test
  void messagesBeyondTheLimitAreNotRead() throws Exception {
    ConnectionOptions options = ConnectionOptions.defaults().withLongestMessage(1000);
    try (Listener listener = Listener.open(address("tcp"), KEY, options);
        Connection client = Connection.connect(listener.address(), KEY);
        Connection server = listener.accept()) {
      client.sendBytes(new byte[1000]);
      assertThat(server.receiveBytes()).hasSize(1000);
      client.sendBytes(new byte[1001]);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(server::receive).isInstanceOf(MessageTooLongException.class);
      }
    }
  }

  @Test
  void aBacklogIsKept() throws Exception {
    ConnectionOptions options = ConnectionOptions.defaults().withBacklog(1);
    try (Listener listener = Listener.open(address("tcp"), KEY, options);
        Connection first = Connection.connect(listener.address(), KEY);
        Connection second = Connection.connect(listener.address(), KEY)) {
      first.send(1);
      second.send(1);
      for (int i = 0; i < 2; i++) {
        try (Connection server = listener.accept(LONG).orElseThrow()) {
          assertThat(server.<Integer>receive()).isOne();
        }
      }
    }
  }
}
