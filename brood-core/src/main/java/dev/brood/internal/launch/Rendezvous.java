package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.BootFile;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.Handshake;
import dev.brood.internal.wire.Secret;
import dev.brood.internal.wire.Welcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the children of this JVM join it: a socket in the private folder, open only while a child
 * is expected. Safe for any thread.
 *
 * <p>A child is let in when it proves that it knows the secret in the boot file that was left for
 * it. Each secret lets one child in, once.
 */
public final class Rendezvous {

  /** Told when a child has joined, on a thread of its own. */
  public interface Host {

    /** The child is there; nothing was sent to it yet but its welcome. */
    void onJoined(FrameChannel channel);

    /** The child was let in but was gone before the handshake ended. */
    void onLost();
  }

  private record Expected(Secret secret, Host host) {}

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Rendezvous OF_THIS_JVM = new Rendezvous();

  private final Map<Integer, Expected> expected = new HashMap<>();
  private final Set<SocketChannel> introducing = new HashSet<>();
  private @Nullable ServerSocketChannel server;

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
   * Leaves a boot file for a child that is about to be started and waits for it from now on.
   *
   * @param stream the first bytes of the stream to the child
   * @return the number to start the child with
   * @throws ProcessStartException if the socket or the secret cannot be made
   */
  public synchronized int expect(Welcome welcome, byte[] stream, Host host) {
    int childId = ++lastChildId;
    byte[] key = new byte[Secret.LENGTH];
    RANDOM.nextBytes(key);
    Path ours = PrivateFolder.ofThisJvm().path();
    folder = ours;
    try {
      write(bootFile(childId), key, welcome, stream);
      if (server == null) {
        server = open(file("owner.sock"));
      }
    } catch (IOException e) {
      throw new ProcessStartException("cannot prepare folder=" + ours + " for a child", e);
    }
    expected.put(childId, new Expected(new Secret(key), host));
    return childId;
  }

  private Path bootFile(int childId) {
    return file(childId + ".boot");
  }

  private synchronized Path file(String name) {
    return Objects.requireNonNull(folder, "no child was ever expected").resolve(name);
  }

  private static void write(Path file, byte[] key, Welcome welcome, byte[] stream)
      throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      BootFile.write(out, key, welcome, stream);
    }
  }

  /** Tells whether a child has begun to work: it takes its boot file first of all. */
  boolean wasTaken(int childId) {
    return !Files.exists(bootFile(childId));
  }

  private ServerSocketChannel open(Path address) throws IOException {
    Files.deleteIfExists(address);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(address), 1024);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    Thread.ofPlatform().daemon().name("brood-rendezvous").start(() -> accept(channel));
    return channel;
  }

  private void accept(ServerSocketChannel channel) {
    try {
      while (true) {
        SocketChannel socket = channel.accept();
        synchronized (this) {
          introducing.add(socket);
        }
        // One that connects and says nothing must not keep the others waiting.
        Thread.ofPlatform().daemon().name("brood-handshake").start(() -> introduce(socket));
      }
    } catch (IOException e) {
      Log.debug("the rendezvous is over", e);
    }
  }

  private void introduce(SocketChannel socket) {
    Expected child = null;
    try {
      Handshake.Hello hello = Handshake.readHello(socket);
      child = admit(hello, socket);
      if (child == null) {
        throw new ProtocolException("no child=" + hello.childId() + " with this proof is expected");
      }
      Handshake.answer(socket, hello, child.secret);
      FrameChannel channel = new FrameChannel(socket);
      child.host.onJoined(channel);
      child = null;
    } catch (IOException | ProtocolException e) {
      System.getLogger("dev.brood").log(Level.DEBUG, "a connection was turned away", e);
      closeQuietly(socket);
    } finally {
      synchronized (this) {
        introducing.remove(socket);
        closeIfDone();
      }
      if (child != null) {
        child.host.onLost();
      }
    }
  }

  private synchronized @Nullable Expected admit(Handshake.Hello hello, SocketChannel socket) {
    Expected child = expected.get(hello.childId());
    if (child == null || !hello.isProvedBy(child.secret)) {
      return null;
    }
    // No stranger any more: see closeIfDone.
    introducing.remove(socket);
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
    ServerSocketChannel open = server;
    if (!expected.isEmpty() || open == null) {
      return;
    }
    server = null;
    closeQuietly(open);
    // Whoever is still introducing itself is no child: every child has been admitted.
    for (SocketChannel stranger : introducing) {
      closeQuietly(stranger);
    }
    try {
      Files.deleteIfExists(file("owner.sock"));
    } catch (IOException e) {
      Log.debug("cannot delete the socket of the rendezvous", e);
    }
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      Log.debug("closing a channel of the rendezvous", e);
    }
  }
}
