package dev.brood.internal.station;

import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ProcessException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Held;
import dev.brood.internal.message.Inbox;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.stream.RingStream;
import dev.brood.internal.stream.SocketBell;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.StationAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where other processes take over ends that this one holds, and where the holders of the other ends
 * link to them: a socket in the private folder, open while there is such an end. Any thread.
 *
 * <p>Who comes says the first half of the station's key and what it wants, the station says the
 * second half and its answer. That is all: nobody else hears what is said on a Unix-domain socket.
 * Who listens at the path of a station that is gone, as another user may where folders are made for
 * all, learns the first half and cannot say the second. Challenges and proofs took more time than
 * the rest of a visit; see docs/decisions/0072.
 *
 * <pre>
 * TAKE (1) | id (16)      taker: gives the end away
 *   GIVEN (1) | unread bytes | shapes          holder
 *   LINKED (1)                                 taker: it maps the pipe and has linked to the other end
 *   RELAY (2)                                  taker: it cannot map; the rest of the socket is the stream
 * LINK (2) | id (16)      holder of the other end
 *   GIVEN (1)             from now on the socket is the link, a byte is a bell
 * GONE (0)                the answer to both if no such end is held here
 * </pre>
 */
final class Station implements Door.Host {

  static final byte GONE = 0;
  static final byte GIVEN = SocketBell.BELL;
  static final byte TAKE = 1;
  static final byte LINK = 2;
  static final byte LINKED = 1;
  static final byte RELAY = 2;
  static final int ID = 16;
  static final int HALF_KEY = StationAddress.KEY_LENGTH / 2;

  /** How long a process may take for its part of a handover; it takes under a millisecond. */
  static final long PATIENCE_NANOS = 30_000_000_000L;

  private static final String SOCKET = "channel.sock";
  private static final Station OF_THIS_JVM = new Station();

  private final Map<String, Held> held = new HashMap<>();
  private @Nullable StationAddress address;
  private @Nullable Door door;

  private Station() {}

  static Station ofThisJvm() {
    return OF_THIS_JVM;
  }

  static String newId() {
    return HexFormat.of().formatHex(Authentication.randomBytes(ID));
  }

  /** Returns where this station is reached. */
  synchronized StationAddress address() {
    String path = PrivateFolder.ofThisJvm().path().resolve(SOCKET).toString();
    StationAddress known = address;
    if (known == null || !known.path().equals(path)) {
      known = new StationAddress(path, Authentication.randomBytes(StationAddress.KEY_LENGTH));
      address = known;
    }
    return known;
  }

  /** Lets others take over an end, or link to it. */
  synchronized void hold(Held end) {
    StationAddress here = address();
    held.put(end.id(), end);
    if (door == null) {
      try {
        door = Door.open(Path.of(here.path()), PATIENCE_NANOS, this);
      } catch (IOException e) {
        held.remove(end.id());
        throw new ProcessException("cannot open socket=" + here.path(), e);
      }
    }
  }

  /** Says that an end is not held any more. */
  void drop(Held end) {
    end.settle();
    synchronized (this) {
      held.remove(end.id(), end);
      if (held.isEmpty() && door != null) {
        door.close();
        door = null;
      }
    }
  }

  synchronized @Nullable Held find(String id) {
    return held.get(id);
  }

  @Override
  public void admit(Exchange with) throws IOException {
    byte[] key = address().key();
    byte[] said = with.hear(HALF_KEY).array();
    if (!MessageDigest.isEqual(said, Arrays.copyOf(key, HALF_KEY))) {
      throw new AuthenticationException("the process that connected does not know the key");
    }
    with.say(ByteBuffer.wrap(key, HALF_KEY, HALF_KEY));
  }

  @Override
  public void onPeer(SocketStream socket, Exchange with) throws IOException {
    boolean used = false;
    try {
      byte request = with.hearByte();
      String id = HexFormat.of().formatHex(with.hear(ID).array());
      Held end = find(id);
      if (end == null) {
        with.say(GONE);
      } else if (request == TAKE) {
        used = give(end, socket, with);
      } else if (request == LINK && end.endpoint().stream() instanceof RingStream ring) {
        used = true;
        // In this order, lest a bell is lost; a bell says the same.
        SocketBell.link(socket, ring);
        with.say(GIVEN);
      }
    } finally {
      if (!used) {
        socket.shut();
      }
    }
  }

  /** Gives an end away; returns whether the socket is still in use. */
  private boolean give(Held end, SocketStream socket, Exchange with) throws IOException {
    Endpoint endpoint = end.endpoint();
    boolean relayed = false;
    Runnable onGone = () -> {};
    try {
      Inbox.Handover handover = endpoint.surrender("has moved to another process", PATIENCE_NANOS);
      if (handover == null) {
        with.say(GONE);
        return false;
      }
      say(with, handover);
      if (with.hearByte() == RELAY) {
        relayed = true;
        Relay.start(endpoint, socket);
        return true;
      }
      if (endpoint.stream() instanceof RingStream ring) {
        onGone = ring.takeOnShut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      drop(end);
      if (!relayed) {
        endpoint.abandon("has moved to another process");
      }
    }
    return watchTaker(socket, onGone);
  }

  /** Runs {@code onGone} when the taker has let go of the end, or is gone. */
  private static boolean watchTaker(SocketStream socket, Runnable onGone) {
    socket
        .watch()
        .handler((watch, operations) -> {
          socket.shut();
          onGone.run();
        });
    socket.watch().arm(SelectionKey.OP_READ);
    return true;
  }

  private static void say(Exchange with, Inbox.Handover handover) throws IOException {
    int length = 1 + 4 + handover.unread().length + 4;
    for (byte[] each : handover.shapes()) {
      length += 4 + each.length;
    }
    ByteBuffer said = ByteBuffer.allocate(length);
    said.put(GIVEN).putInt(handover.unread().length).put(handover.unread());
    said.putInt(handover.shapes().size());
    handover.shapes().forEach(each -> said.putInt(each.length).put(each));
    with.say(said.flip());
  }

  static void debug(String what, Throwable why) {
    System.getLogger("dev.brood").log(Level.DEBUG, what, why);
  }
}
