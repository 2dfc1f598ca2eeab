package dev.brood.internal.station;

import dev.brood.exception.ProcessException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.folder.SharedMemoryDirectory;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Exports;
import dev.brood.internal.message.Held;
import dev.brood.internal.message.Inbox;
import dev.brood.internal.ring.RingLayout;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.stream.GoneStream;
import dev.brood.internal.stream.HolderTable;
import dev.brood.internal.stream.RingStream;
import dev.brood.internal.stream.SocketBell;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.Sockets;
import dev.brood.internal.stream.StationAddress;
import dev.brood.internal.util.Undisturbed;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes ends of connections: two of a pipe, one that is taken over from another process. */
public final class Ends {

  private static final AtomicInteger LAST_FILE = new AtomicInteger();

  /** More shapes than that nobody describes. */
  private static final int MOST_SHAPES = 1 << 20;

  private Ends() {}

  /** The two ends of a pipe that this process made, and what they are called by others. */
  private static final class Pair {
    private final Endpoint[] ends = new Endpoint[2];
    private boolean known;

    /** Makes both ends known, so that others can take them over, and link to them. */
    synchronized void makeKnown(Endpoint by) {
      if (known) {
        return;
      }
      known = true;
      String[] ids = {Station.newId(), Station.newId()};
      StationAddress here = Station.ofThisJvm().address();
      // By the end that is sent: the other one may be closed, and its memory gone.
      HolderTable holders = ((RingStream) by.stream()).holders();
      for (int i = 0; i < 2; i++) {
        ((RingStream) ends[i].stream()).ids(ids);
        holders.hold(i, here);
      }
      // Only now can an end be taken, and its taker enters itself in place of this process.
      for (int i = 0; i < 2; i++) {
        String id = ids[i];
        Endpoint end = ends[i];
        Held held = held(id, end);
        if (end.isOpen()) {
          Station.ofThisJvm().hold(held);
        }
      }
    }
  }

  /**
   * Makes both ends of a pipe.
   *
   * @param mapped through memory, else through sockets
   * @throws ProcessException if there is no room for it
   */
  public static Endpoint[] pipe(boolean mapped) {
    Inbox.Limits limits = Inbox.Limits.ofFamily();
    String name = "pipe-" + LAST_FILE.incrementAndGet();
    try {
      if (!mapped) {
        Path file = PrivateFolder.ofThisJvm().path().resolve(name);
        SocketChannel[] pair = Undisturbed.aside(() -> Sockets.pair(file));
        return new Endpoint[] {
          ofSocket(new SocketStream(pair[0]), limits, Inbox.Handover.NOTHING),
          ofSocket(new SocketStream(pair[1]), limits, Inbox.Handover.NOTHING)
        };
      }
      long size = RingLayout.size(RingStream.CAPACITY);
      Path folder = SharedMemoryDirectory.ofThisJvm().placeFor(size).directory();
      RingStream[] streams = RingStream.pair(folder.resolve(name));
      Pair pair = new Pair();
      for (int i = 0; i < 2; i++) {
        pair.ends[i] = new Endpoint(streams[i], limits, Inbox.Handover.NOTHING);
        pair.ends[i].holding(pair::makeKnown);
      }
      return pair.ends.clone();
    } catch (IOException e) {
      throw new ProcessException("a pipe cannot be made: " + e.getMessage(), e);
    }
  }

  /** Tells whether an end can move: one with a filter of the user's own stays where that is. */
  public static boolean canMove(Endpoint end) {
    ObjectInputFilter filter = end.limits().filter();
    return filter == null || filter.equals(RemoteFilter.DEFAULT);
  }

  /**
   * Returns what travels in place of an end that this process holds.
   *
   * @param origin what the end is called in messages
   */
  public static Ticket ticket(Endpoint end, String origin) {
    Held held = end.heldForOthers();
    StationAddress here = Station.ofThisJvm().address();
    Exports.collect(held);
    String file = "";
    String peerId = "";
    int side = 0;
    if (end.stream() instanceof RingStream ring) {
      file = ring.file().toString();
      side = ring.side();
      peerId = ring.ids()[1 - side];
    }
    Inbox.Limits limits = end.limits();
    return new Ticket(
        here.path(),
        HexFormat.of().formatHex(here.key()),
        held.id(),
        file,
        side,
        peerId,
        limits.longestMessage(),
        limits.trusted(),
        limits.filter() != null,
        origin);
  }

  /** Says how others take an end over. */
  private static Held held(String id, Endpoint end) {
    return end.held(() -> new Held(id, end, Station.ofThisJvm()::drop));
  }

  /** Has an end that is alone in this process get known to others by itself. */
  static void holdAlone(Endpoint end) {
    Station.ofThisJvm().hold(held(Station.newId(), end));
  }

  /** Makes an end of a socket. */
  static Endpoint ofSocket(SocketStream socket, Inbox.Limits limits, Inbox.Handover handover) {
    Endpoint end = new Endpoint(socket, limits, handover);
    end.holding(Ends::holdAlone);
    return end;
  }

  /** Takes over an end. One that cannot be taken over has ended. */
  public static Endpoint take(Ticket ticket) {
    Inbox.Limits limits =
        ticket.trusted()
            ? Inbox.Limits.ofFamily()
            : Inbox.Limits.ofStranger(
                ticket.longestMessage(), ticket.filtered() ? RemoteFilter.DEFAULT : null);
    try {
      // An end that was given away and not taken is lost.
      return Undisturbed.aside(() -> take(ticket, limits));
    } catch (IOException e) {
      Station.debug("an end was lost on its way: " + ticket.origin(), e);
      return new Endpoint(new GoneStream(), limits, Inbox.Handover.NOTHING);
    }
  }

  private static Endpoint take(Ticket ticket, Inbox.Limits limits) throws IOException {
    Held here = Station.ofThisJvm().find(ticket.id());
    Endpoint taken = here != null ? takeHere(here, limits) : takeThere(ticket, limits);
    return taken != null ? taken : new Endpoint(new GoneStream(), limits, Inbox.Handover.NOTHING);
  }

  private static @Nullable Endpoint takeHere(Held here, Inbox.Limits limits) throws IOException {
    Endpoint before = here.endpoint();
    Inbox.Handover handover;
    try {
      handover =
          before.surrender("was received by another part of this process", Station.PATIENCE_NANOS);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while taking over an end", e);
    }
    if (handover == null) {
      return null;
    }
    Endpoint taken = new Endpoint(before.stream(), limits, handover);
    Held next = held(here.id(), taken);
    Station.ofThisJvm().hold(next);
    here.settle();
    return taken;
  }

  /**
   * Takes an end of this process over as if another one held it, which is what a child does with an
   * end that it was sent; for a rehearsal.
   *
   * @return null if it is gone
   */
  public static @Nullable Endpoint fetch(Ticket ticket) throws IOException {
    return takeThere(ticket, Inbox.Limits.ofFamily());
  }

  private static @Nullable Endpoint takeThere(Ticket ticket, Inbox.Limits limits)
      throws IOException {
    Visit visit = Visit.to(ticket.address(), Station.TAKE, ticket.id());
    SocketStream socket = visit.socket();
    boolean done = false;
    try {
      if (!visit.given()) {
        return null;
      }
      Exchange with = visit.with();
      byte[] unread = with.hearBytes(Integer.MAX_VALUE);
      int count = with.hear(4).getInt();
      List<byte[]> shapes = new ArrayList<>();
      for (int i = 0; i < Math.min(count, MOST_SHAPES); i++) {
        shapes.add(with.hearBytes(Integer.MAX_VALUE));
      }
      Inbox.Handover handover = new Inbox.Handover(unread, shapes);
      RingStream ring = open(ticket, socket);
      Endpoint taken =
          ring != null ? new Endpoint(ring, limits, handover) : ofSocket(socket, limits, handover);
      if (ring == null) {
        with.say(Station.RELAY);
      } else {
        Held held = held(ticket.id(), taken);
        Station.ofThisJvm().hold(held);
        ring.holders().hold(ticket.side(), Station.ofThisJvm().address());
        link(ring, ticket.peerId());
        with.say(Station.LINKED);
      }
      done = true;
      return taken;
    } finally {
      if (!done) {
        socket.shut();
      }
    }
  }

  /** Shuts the socket over which an end was fetched. */
  private record Custody(SocketStream socket) implements Runnable {
    @Override
    public void run() {
      socket.shut();
    }
  }

  /** Maps a pipe; null if that cannot be, then the end stays where it is and is relayed. */
  private static @Nullable RingStream open(Ticket ticket, SocketStream custody) {
    if (ticket.file().isEmpty()) {
      return null;
    }
    try {
      RingStream ring =
          RingStream.open(Path.of(ticket.file()), ticket.side(), new Custody(custody));
      String[] ids = new String[2];
      ids[ticket.side()] = ticket.id();
      ids[1 - ticket.side()] = ticket.peerId();
      ring.ids(ids);
      return ring;
    } catch (IOException e) {
      Station.debug("the memory of a pipe has no name any more", e);
      return null;
    }
  }

  /**
   * Links an end to the other one, wherever that is. Its holder may give it away meanwhile; then it
   * says so in the table first, so a holder that does not answer and is still named there is gone.
   */
  private static void link(RingStream ring, String peerId) throws IOException {
    Station station = Station.ofThisJvm();
    StationAddress tried = null;
    while (true) {
      StationAddress holder = ring.holders().holder(1 - ring.side());
      if (tried != null && holder.isSameAs(tried)) {
        ring.nobodyThere();
        return;
      }
      tried = holder;
      if (holder.isSameAs(station.address())) {
        Held peer = station.find(peerId);
        if (peer != null && peer.endpoint().stream() instanceof RingStream other) {
          RingStream.linkHere(ring, other);
          return;
        }
      } else if (linkThere(ring, holder, peerId)) {
        return;
      }
    }
  }

  private static boolean linkThere(RingStream ring, StationAddress holder, String peerId) {
    try {
      Visit visit = Visit.to(holder, Station.LINK, peerId);
      if (visit.given()) {
        SocketBell.link(visit.socket(), ring);
        return true;
      }
      visit.socket().shut();
    } catch (IOException gone) {
      Station.debug("the holder of the other end does not answer", gone);
    }
    return false;
  }
}
