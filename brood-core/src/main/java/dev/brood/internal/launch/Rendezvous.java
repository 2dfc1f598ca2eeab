package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.os.Platform;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.BootFile;
import dev.brood.internal.wire.Handshake;
import dev.brood.internal.wire.JoinKey;
import dev.brood.internal.wire.Welcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the children of this JVM join it: at entrances that are open only while a child is
 * expected. Safe for any thread.
 *
 * <p>A child is let in when it knows the key in the boot file that was left for it. Each key lets
 * one child in, once.
 */
public final class Rendezvous {

  /** Told when a child has joined, on a thread of its own. */
  public interface Host {

    /** The child is at the other end of this socket. */
    void onJoined(SocketChannel socket) throws IOException;

    /** The child was let in but was gone before the handshake ended. */
    void onLost();
  }

  private record Expected(JoinKey key, Host host) {}

  /**
   * Whoever has not said who it is when so many others have come after it is sent away. A child
   * says it with its first bytes.
   */
  private static final int MOST_STRANGERS = 64;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Rendezvous OF_THIS_JVM = new Rendezvous();

  private final Map<Integer, Expected> expected = new HashMap<>();
  // In the order in which they came.
  private final Set<SocketChannel> strangers = new LinkedHashSet<>();
  private @Nullable Entrance inFolder;
  private @Nullable Entrance atPort;
  private boolean withoutPorts = Platform.current() != Platform.LINUX;

  // Kept from the first child on: when this JVM exits, nobody makes or asks for its folder.
  private @Nullable Path folder;

  private int lastChildId;
  private int lastFileNumber;

  private Rendezvous() {}

  /** Returns the one of this JVM. */
  public static Rendezvous ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * Leaves a boot file for a child that is about to be started and waits for it from now on. One
   * with rings joins at a port, unless there is none to be had; any other in the private folder.
   *
   * @param stream the first bytes of the stream to the child
   * @return the number to start the child with
   * @throws ProcessStartException if no entrance or no boot file can be made
   */
  public synchronized int expect(Welcome welcome, byte[] stream, Host host) {
    int childId = ++lastChildId;
    byte[] key = new byte[JoinKey.LENGTH];
    RANDOM.nextBytes(key);
    Path ours = PrivateFolder.ofThisJvm().path();
    folder = ours;
    try {
      int port = entrance(!welcome.ringFile().isEmpty()).port();
      write(bootFile(childId), key, port, welcome, stream);
    } catch (IOException e) {
      closeIfDone();
      throw new ProcessStartException("cannot prepare folder=" + ours + " for a child", e);
    }
    expected.put(childId, new Expected(new JoinKey(key), host));
    return childId;
  }

  /**
   * Returns the entrance for a child. The first socket of a JVM costs 40 ms less of its processor
   * time if it is no Unix-domain socket; see docs/decisions/0067. But TCP drops what its reader has
   * not received yet when its writer ends with something unread, so a stream must not go that way;
   * one in rings does not.
   */
  private Entrance entrance(boolean rings) throws IOException {
    if (rings && !withoutPorts) {
      try {
        if (atPort == null) {
          atPort = Entrance.atPort(this::onArrival);
        }
        return atPort;
      } catch (IOException e) {
        Log.debug("nothing can be reached at the loopback address here", e);
        withoutPorts = true;
      }
    }
    if (inFolder == null) {
      inFolder = Entrance.inFolder(file("owner.sock"), this::onArrival);
    }
    return inFolder;
  }

  private Path bootFile(int childId) {
    return file(childId + ".boot");
  }

  private synchronized Path file(String name) {
    return Objects.requireNonNull(folder, "no child was ever expected").resolve(name);
  }

  private static void write(Path file, byte[] key, int port, Welcome welcome, byte[] stream)
      throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      BootFile.write(out, key, port, welcome, stream);
    }
  }

  /** Tells whether a child has begun to work: it takes its boot file first of all. */
  boolean wasTaken(int childId) {
    return !Files.exists(bootFile(childId));
  }

  private void onArrival(SocketChannel socket) {
    SocketChannel sentAway = makeRoomFor(socket);
    if (sentAway != null) {
      closeQuietly(sentAway);
    }
    if (socket.equals(sentAway)) {
      return;
    }
    try {
      // One that connects and says nothing must not keep the others waiting.
      Thread.ofPlatform().daemon().name("brood-handshake").start(() -> introduce(socket));
    } catch (OutOfMemoryError noThread) {
      // It is sent away; the next may find one.
      synchronized (this) {
        strangers.remove(socket);
      }
      closeQuietly(socket);
    }
  }

  /** Returns who has to go: itself if it came in while the entrance was being closed. */
  private synchronized @Nullable SocketChannel makeRoomFor(SocketChannel arrived) {
    if (expected.isEmpty()) {
      return arrived;
    }
    SocketChannel oldest = null;
    if (strangers.size() == MOST_STRANGERS) {
      Iterator<SocketChannel> all = strangers.iterator();
      oldest = all.next();
      all.remove();
    }
    strangers.add(arrived);
    return oldest;
  }

  private void introduce(SocketChannel socket) {
    Expected child = null;
    try {
      Handshake.Hello hello = Handshake.readHello(socket);
      child = admit(hello, socket);
      if (child == null) {
        throw new ProtocolException("no child=" + hello.childId() + " with this key is expected");
      }
      Handshake.answer(socket, child.key);
      child.host.onJoined(socket);
      child = null;
    } catch (IOException | ProtocolException e) {
      System.getLogger("dev.brood").log(Level.DEBUG, "a connection was turned away", e);
      closeQuietly(socket);
    } finally {
      synchronized (this) {
        strangers.remove(socket);
        closeIfDone();
      }
      if (child != null) {
        child.host.onLost();
      }
    }
  }

  private synchronized @Nullable Expected admit(Handshake.Hello hello, SocketChannel socket) {
    Expected child = expected.get(hello.childId());
    if (child == null || !hello.isProvedBy(child.key)) {
      return null;
    }
    // No stranger any more: see closeIfDone.
    strangers.remove(socket);
    return expected.remove(hello.childId());
  }

  /** Returns a number for a file in the private folders that no other file has. */
  synchronized int nextFileNumber() {
    return ++lastFileNumber;
  }

  /** Says that a child will not come any more; returns false if it has joined already. */
  public synchronized boolean cancel(int childId) {
    if (expected.remove(childId) == null) {
      return false;
    }
    try {
      Files.deleteIfExists(bootFile(childId));
    } catch (IOException e) {
      Log.debug("cannot delete the boot file of child " + childId, e);
    }
    closeIfDone();
    return true;
  }

  private void closeIfDone() {
    if (!expected.isEmpty()) {
      return;
    }
    if (atPort != null) {
      atPort.close();
      atPort = null;
    }
    if (inFolder != null) {
      inFolder.close();
      inFolder = null;
    }
    // Whoever is still introducing itself is no child: every child has been admitted.
    strangers.forEach(Rendezvous::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      Log.debug("closing a channel of the rendezvous", e);
    }
  }
}
