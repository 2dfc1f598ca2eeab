package dev.brood.internal.family;

import dev.brood.exception.OwnerDiedException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.folder.ShutdownSequence;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameListener;
import dev.brood.internal.wire.Welcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection of a member to the hub of its family, for the rest of this JVM's life. */
final class Membership implements FrameListener, Family.Post, Welcome.Successor {

  private static final long JOIN_SECONDS = 30;
  private static final String NAME_OF_STRANGER = "";

  private final Path address;
  private final CompletableFuture<Family> joined = new CompletableFuture<>();
  private final FrameChannel channel = new FrameChannel();
  private volatile @Nullable Family family;
  // Of the loop's thread.
  private String joinedAs = NAME_OF_STRANGER;
  private volatile boolean over;

  private Membership(Path address) {
    this.address = address;
  }

  /**
   * Joins the family at an address.
   *
   * @throws OwnerDiedException if its root is gone
   * @throws IllegalStateException if it takes no more members
   */
  static Family join(Path address) {
    Membership membership = new Membership(address);
    // On a thread of its own: an interrupt of the caller would close the socket.
    Thread.ofPlatform().daemon().name("brood-family").start(membership::run);
    try {
      return membership.joined.orTimeout(JOIN_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      membership.channel.close();
      if (e.getCause() instanceof IllegalStateException refused) {
        throw refused;
      }
      throw new OwnerDiedException("cannot join the family at " + address, e.getCause());
    }
  }

  private void run() {
    EventLoop loop = new EventLoop(null);
    try {
      long pid = ProcessHandle.current().pid();
      String file = "m" + pid + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
      SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        socket.connect(UnixDomainSocketAddress.of(address.resolve(Hub.SOCKET)));
        channel.connect(socket);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      // First of all: whatever ends this process before it has joined, the root deletes the file.
      FamilyFrame.send(channel, FamilyFrame.HELLO, FamilyFrame.hello(file));
      ProofOfLife.give(address.resolve(file).toFile());
      Welcome.tell(this);
      Welcome welcome = Welcome.ofThisJvm();
      joinedAs = welcome == null ? NAME_OF_STRANGER : welcome.name();
      FamilyFrame.send(channel, FamilyFrame.JOIN, FamilyFrame.join(pid, joinedAs));
      channel.readBy(loop, this);
      ShutdownSequence.register(ShutdownSequence.Stage.FOLDERS, loop::waitOutsideKernel);
    } catch (IOException | RuntimeException e) {
      joined.completeExceptionally(e);
      return;
    }
    loop.run();
  }

  @Override
  public void onFrame(byte type, byte[] payload) {
    ByteBuffer frame = ByteBuffer.wrap(payload);
    Family known = family;
    if (type == FamilyFrame.JOINED && known == null) {
      int id = frame.getInt();
      Path fallback = Path.of(FamilyFrame.text(frame));
      try {
        MemberTable table = MemberTable.open(address.resolve(Hub.TABLE));
        Family view = new Family(address, fallback, table, id, this);
        family = view;
        Welcome now = Welcome.ofThisJvm();
        if (now != null && !now.name().equals(joinedAs)) {
          view.rename(now.name());
        }
        joined.complete(view);
      } catch (IOException e) {
        joined.completeExceptionally(e);
      }
    } else if (type == FamilyFrame.REFUSED) {
      String reason = FamilyFrame.text(frame);
      joined.completeExceptionally(new IllegalStateException(reason));
    } else if (type == FamilyFrame.RING && known != null && frame.remaining() > Integer.BYTES) {
      frame.getInt();
      known.wake(WaitKey.from(frame));
    } else if (type == FamilyFrame.DEATH && known != null) {
      known.wakeEverybody();
    } else {
      throw new ProtocolException("type=" + type + " of a frame is unknown to a member");
    }
  }

  @Override
  public void onWelcome(Welcome welcome) {
    Family known = family;
    if (known != null) {
      known.rename(welcome.name());
    }
  }

  @Override
  public void onClosed() {
    over = true;
    joined.completeExceptionally(new IOException("the root of the family is gone"));
    Family known = family;
    if (known != null) {
      known.wakeEverybody();
    }
  }

  @Override
  public void ring(int slot, WaitKey key) {
    FamilyFrame.ring(channel, slot, key);
  }

  @Override
  public boolean isOpen() {
    return !over;
  }
}
