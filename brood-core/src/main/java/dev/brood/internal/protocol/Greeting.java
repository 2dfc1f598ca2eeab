package dev.brood.internal.protocol;

import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Message;
import dev.brood.internal.station.Ends;
import dev.brood.internal.station.Ticket;
import dev.brood.internal.stream.Waiter;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The first messages of a connection to a manager: who the client is, and who the manager. A client
 * on the same machine brings an end of a pipe, over which both go on: that is faster than a socket.
 */
public final class Greeting {

  private Greeting() {}

  /**
   * What a manager learns of a client.
   *
   * @param name who it is, for people
   * @param end what to go on over
   */
  public record Client(String name, Endpoint end) {

    /** Ends the manager's part: the client goes on as soon as it has heard this. */
    public void welcome(Welcome self) {
      end.sendMessage(to -> {
        to.sink().putByte(CallFormat.WELCOME);
        to.sink().putLong(CallFormat.MAGIC);
        to.sink().putInt(CallFormat.VERSION);
        to.sink().putString(self.server());
        to.sink().putLong(self.pid());
        to.sink().putLong(self.patienceNanos());
      });
    }
  }

  /** What a client learns. */
  public record Server(Welcome welcome, Endpoint end) {}

  /**
   * The client's part.
   *
   * @param name who this is, for people
   * @param deadline when the manager must have answered
   * @param pipe whether to go on over a pipe
   */
  public static Server greet(Endpoint end, String name, boolean pipe, long deadline)
      throws IOException {
    Endpoint[] ends = pipe ? Ends.pipe(true) : null;
    Endpoint use = ends == null ? end : ends[0];
    boolean done = false;
    try {
      MovingEnd other = ends == null ? null : new MovingEnd(ends[1]);
      end.sendMessage(to -> putHello(to, name, other));
      Welcome welcome = readWelcome(receive(use, deadline));
      done = true;
      if (ends != null) {
        end.close("has served its purpose");
      }
      return new Server(welcome, use);
    } catch (EndOfConnectionException gone) {
      throw new IOException("the manager does not answer", gone);
    } finally {
      if (!done) {
        end.closeNow("was not welcome");
        if (ends != null) {
          ends[0].closeNow("was not welcome");
          ends[1].closeNow("was not welcome");
        }
      }
    }
  }

  private static Message receive(Endpoint end, long deadline) throws IOException {
    try {
      Message message = end.receiveMessage(deadline);
      if (message == null) {
        throw new IOException("the peer took too long to greet");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the peer was to greet");
    }
  }

  private static void putHello(ValueWriter to, String name, @Nullable MovingEnd end) {
    to.sink().putByte(CallFormat.HELLO);
    to.sink().putLong(CallFormat.MAGIC);
    to.sink().putInt(CallFormat.VERSION);
    to.sink().putString(name);
    to.write(end, "end");
  }

  private static Welcome readWelcome(Message message) {
    try {
      ByteSource from = message.open().source();
      check(from, CallFormat.WELCOME);
      String server = from.getString();
      return new Welcome(server, from.getLong(), from.getLong());
    } finally {
      message.close();
    }
  }

  /**
   * The manager's part, but for the {@linkplain Client#welcome welcome}.
   *
   * @param deadline when the client must have said who it is
   * @throws ProtocolException if it does not speak this protocol
   */
  public static Client meet(Endpoint end, long deadline) throws IOException {
    Message message = receive(end, deadline);
    String name;
    Object other;
    try {
      ValueReader from = message.open();
      check(from.source(), CallFormat.HELLO);
      name = from.source().getString();
      other = from.read();
    } finally {
      message.close();
    }
    Endpoint use = end;
    // Strangers may not have this process connect to whatever they say.
    if (other instanceof Ticket ticket && end.limits().filter() == null) {
      use = Ends.take(ticket);
    }
    return new Client(name, use);
  }

  private static void check(ByteSource from, byte kind) {
    if (from.getByte() != kind || from.getLong() != CallFormat.MAGIC) {
      throw new ProtocolException("the peer does not speak the protocol of Brood's managers");
    }
    int version = from.getInt();
    if (version != CallFormat.VERSION) {
      throw new ProtocolException(
          "version=" + version + " of the peer, expected " + CallFormat.VERSION);
    }
  }

  /** Returns the deadline of a greeting that begins now. */
  public static long deadline() {
    return Waiter.deadlineAfter(30_000_000_000L);
  }
}
