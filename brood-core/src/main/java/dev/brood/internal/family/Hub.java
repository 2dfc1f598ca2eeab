package dev.brood.internal.family;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.folder.SharedMemoryDirectory;
import dev.brood.internal.folder.ShutdownSequence;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameListener;
import dev.brood.internal.wire.Welcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The root's part in its family: it keeps the table of members, passes their bells on, and tells
 * all of them when one has died.
 *
 * <p>Each member holds one connection to the hub for life. Its end is the sign of the member's
 * death, the lock that its {@link ProofOfLife} then gives up is the proof. The hub is open from the
 * root's first child on, or from the first shared thing; until somebody joins it costs a socket and
 * a thread that sleeps.
 */
public final class Hub implements Family.Post {

  static final String SOCKET = "family.sock";
  static final String TABLE = "family.members";

  private static final int BACKLOG = 1024;
  private static final String ROOT_NAME = "main";

  private static @Nullable Hub ofThisJvm;

  private final Path folder;
  private final Path fallback;
  private final EventLoop loop;

  // By slot. Guarded by this.
  private final @Nullable Peer[] peers = new Peer[MemberTable.SLOTS];
  private final int[] lastIds = new int[MemberTable.SLOTS];
  private int lastSlot = MemberTable.ROOT;
  private @Nullable Family family;
  private @Nullable MemberTable table;

  private Hub(Path folder, Path fallback, EventLoop loop) {
    this.folder = folder;
    this.fallback = fallback;
    this.loop = loop;
  }

  /** Returns where the family of this JVM is, which children are told; opens the hub in a root. */
  public static String addressOfFamily() {
    Welcome welcome = Welcome.ofThisJvm();
    return welcome == null ? ofThisJvm().folder.toString() : welcome.family();
  }

  static synchronized Hub ofThisJvm() {
    Hub hub = ofThisJvm;
    if (hub == null) {
      hub = open();
      ofThisJvm = hub;
    }
    return hub;
  }

  static synchronized boolean isOfThisJvm(Path address) {
    return ofThisJvm != null && ofThisJvm.folder.equals(address);
  }

  private static Hub open() {
    Path folder = SharedMemoryDirectory.ofThisJvm().placeFor(0).directory();
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(folder.resolve(SOCKET)), BACKLOG);
        EventLoop loop = new EventLoop("brood-family", null);
        Hub hub = new Hub(folder, PrivateFolder.ofThisJvm().path(), loop);
        loop.accept(server, hub.new Door());
        ShutdownSequence.register(ShutdownSequence.Stage.FOLDERS, hub.new Exit());
        return hub;
      } catch (IOException | RuntimeException failure) {
        server.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new ProcessStartException("cannot open the hub of the family in " + folder, e);
    }
  }

  // Named classes and no lambdas here: a fresh JVM passes on the way to its first child.
  private final class Door implements EventLoop.Host {
    @Override
    public void onConnection(SocketChannel socket) throws IOException {
      FrameChannel channel = new FrameChannel(socket);
      channel.readBy(loop, new Peer(channel));
    }
  }

  private final class Exit implements AutoCloseable {
    @Override
    public void close() {
      loop.waitOutsideKernel();
    }
  }

  /** Returns the family as the root sees it. */
  synchronized Family family() {
    Family view = family;
    if (view == null) {
      int id = MemberTable.nextId(MemberTable.ROOT, 0);
      table().enter(id, ProcessHandle.current().pid(), ROOT_NAME);
      view = new Family(folder, fallback, table(), id, this);
      family = view;
    }
    return view;
  }

  private synchronized MemberTable table() {
    MemberTable made = table;
    if (made == null) {
      try {
        made = MemberTable.create(folder.resolve(TABLE));
      } catch (IOException e) {
        throw new IllegalStateException("cannot make the table of the family in " + folder, e);
      }
      table = made;
    }
    return made;
  }

  @Override
  public void ring(int slot, WaitKey key) {
    Peer peer;
    synchronized (this) {
      peer = peers[slot];
    }
    if (peer != null) {
      FamilyFrame.ring(peer.channel, slot, key);
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** Makes a peer a member and tells it so; returns its id, or 0 if there is no room. */
  private synchronized int admit(Peer peer, long pid, String name) {
    // In turn, so that a slot rests as long as possible before it is given again.
    for (int i = 1; i <= MemberTable.SLOTS; i++) {
      int slot = (lastSlot + i) % MemberTable.SLOTS;
      if (slot != MemberTable.ROOT && peers[slot] == null) {
        int id = MemberTable.nextId(slot, lastIds[slot]);
        table().enter(id, pid, name);
        peers[slot] = peer;
        lastIds[slot] = id;
        lastSlot = slot;
        // With the lock: what a member is told before that it is one, it would not understand.
        welcome(peer, id);
        return id;
      }
    }
    return 0;
  }

  private void welcome(Peer peer, int id) {
    byte[] place = fallback.toString().getBytes(UTF_8);
    byte[] reply = ByteBuffer.allocate(Integer.BYTES + place.length).putInt(id).put(place).array();
    FamilyFrame.send(peer.channel, FamilyFrame.JOINED, reply);
  }

  /**
   * Buries a member: all of this before its slot is given again. One that never became a member, or
   * was refused, may have left the file.
   */
  private void bury(Peer peer, String proof) {
    try {
      ProofOfLife.awaitEnd(folder.resolve(proof).toFile());
    } catch (IOException e) {
      // Its connection has ended, which only its death does.
      Log.debug("no proof of the end of member " + peer.id, e);
    }
    if (peer.id == 0) {
      return;
    }
    synchronized (this) {
      table().strikeOut(peer.id);
    }
    Family view = family();
    new Janitor(view).cleanUpAfter(peer.id);
    byte[] none = {};
    synchronized (this) {
      peers[MemberTable.slotOf(peer.id)] = null;
      for (Peer other : peers) {
        if (other != null) {
          FamilyFrame.send(other.channel, FamilyFrame.DEATH, none);
        }
      }
    }
    view.wakeEverybody();
  }

  /** The connection of one member. */
  private final class Peer implements FrameListener {

    private final FrameChannel channel;

    // Of the loop's thread, until the connection ends.
    private int id;
    private @Nullable String proof;

    Peer(FrameChannel channel) {
      this.channel = channel;
    }

    @Override
    public void onFrame(byte type, byte[] payload) {
      try {
        ByteBuffer frame = ByteBuffer.wrap(payload);
        if (type == FamilyFrame.HELLO && proof == null) {
          meet(frame);
        } else if (type == FamilyFrame.JOIN && proof != null && id == 0) {
          join(frame);
        } else if (type == FamilyFrame.RING && id != 0) {
          pass(frame);
        } else {
          throw new ProtocolException("type=" + type + " of a frame is unknown to a hub");
        }
      } catch (BufferUnderflowException e) {
        throw new ProtocolException("a frame of a member is too short", e);
      }
    }

    private void meet(ByteBuffer frame) {
      int version = frame.getInt();
      if (version != FamilyFrame.VERSION) {
        refuse("version=" + version + " of the member, expected " + FamilyFrame.VERSION);
        return;
      }
      proof = FamilyFrame.text(frame);
    }

    private void join(ByteBuffer frame) {
      long pid = frame.getLong();
      String name = FamilyFrame.text(frame);
      int admitted = admit(this, pid, name);
      if (admitted == 0) {
        refuse(
            "members="
                + (MemberTable.SLOTS - 1)
                + " of the family already, each a process that shares something; end some first");
        return;
      }
      id = admitted;
    }

    private void refuse(String reason) {
      FamilyFrame.send(channel, FamilyFrame.REFUSED, reason.getBytes(UTF_8));
    }

    private void pass(ByteBuffer frame) {
      int slot = frame.getInt();
      WaitKey key = WaitKey.from(frame);
      if (slot == MemberTable.ROOT) {
        family().wake(key);
      } else if (slot > 0 && slot < MemberTable.SLOTS) {
        ring(slot, key);
      }
    }

    @Override
    public void onClosed() {
      String known = proof;
      if (known != null) {
        Thread.ofPlatform().daemon().name("brood-burial").start(() -> bury(this, known));
      }
    }
  }
}
