package dev.brood.internal.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.AuthenticationException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.stream.StationAddress;
import dev.brood.internal.stream.Waiter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said at stations, to those who may take an end and to others. */
@Timeout(30)
class VisitTest {

  @TempDir Path folder;

  private Endpoint[] ends;
  private Ticket ticket;

  @BeforeEach
  void open() {
    ends = Ends.pipe(true);
    ticket = Ends.ticket(ends[1], "a pipe of a test");
  }

  @AfterEach
  void close() throws IOException {
    // What a ticket was made for stays until that is used, whoever closes it.
    Endpoint left = Ends.fetch(ticket);
    if (left != null) {
      left.closeNow("was tested");
    }
    ends[0].closeNow("was tested");
  }

  private static Endpoint fetch(Ticket ticket) throws IOException {
    return Objects.requireNonNull(Ends.fetch(ticket), "the end is gone");
  }

  @Test
  void anEndIsFetchedAndUsed() throws Exception {
    Endpoint fetched = fetch(ticket);
    ends[0].send("hello");
    assertThat(fetched.receive(Waiter.FOREVER)).isEqualTo("hello");
    fetched.send("and back");
    assertThat(ends[0].receive(Waiter.FOREVER)).isEqualTo("and back");
    Endpoint again = fetch(Ends.ticket(fetched, "once more"));
    assertThat(fetched.isOpen()).isFalse();
    again.closeNow("was tested");
  }

  @Test
  void whatIsNotHeldIsNotGiven() throws IOException {
    for (byte request : new byte[] {Station.TAKE, Station.LINK}) {
      Visit visit = Visit.to(ticket.address(), request, Station.newId());
      assertThat(visit.given()).isFalse();
      visit.socket().shut();
    }
  }

  @Test
  void aTicketThatWasUsedIsWorthNothing() throws IOException {
    Endpoint fetched = fetch(ticket);
    fetched.closeNow("was tested");
    assertThat(Ends.fetch(ticket)).isNull();
  }

  @Test
  void whoDoesNotKnowTheKeyLearnsNothing() throws IOException {
    byte[] key = ticket.address().key();
    key[Station.HALF_KEY - 1] ^= 1;
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(ticket.station()))) {
      socket.write(ByteBuffer.wrap(key, 0, Station.HALF_KEY));
      assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThat(ends[1].isOpen()).isTrue();
  }

  @Test
  void whoPretendsToBeAStationIsNotHeardAndLearnsHalfAKey() throws Exception {
    UnixDomainSocketAddress place = UnixDomainSocketAddress.of(folder.resolve("channel.sock"));
    byte[] key = ticket.address().key();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(place);
      CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> pretend(server, key));
      StationAddress address = new StationAddress(place.toString(), key);
      assertThatExceptionOfType(AuthenticationException.class)
          .isThrownBy(() -> Visit.to(address, Station.TAKE, ticket.id()))
          .withMessageContaining(place.toString());
      assertThat(heard.get(20, TimeUnit.SECONDS))
          .startsWith(Arrays.copyOf(key, Station.HALF_KEY))
          .hasSize(Station.HALF_KEY + 1 + Station.ID);
    }
  }

  /** Says all that a station says but for the last byte of its half; returns what it was told. */
  private static byte[] pretend(ServerSocketChannel server, byte[] key) {
    try (SocketChannel visitor = server.accept()) {
      ByteBuffer said = ByteBuffer.allocate(Station.HALF_KEY);
      said.put(key, Station.HALF_KEY, Station.HALF_KEY - 1);
      said.put((byte) ~key[key.length - 1]).flip();
      visitor.write(said);
      ByteBuffer heard = ByteBuffer.allocate(1024);
      while (visitor.read(heard) >= 0) {
        // Until it leaves.
      }
      return Arrays.copyOf(heard.array(), heard.position());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
