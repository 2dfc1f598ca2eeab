package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.region.SharedRegion;
import dev.brood.internal.wire.ExitCodes;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.Handshake;
import dev.brood.internal.wire.Secret;
import dev.brood.internal.wire.Welcome;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The entry of every child. It never runs the user's {@code main}: it finds its owner, proves
 * itself and then does what the owner says.
 *
 * <p>Arguments: the folder with the owner's socket and the child's secret, and the child's number.
 */
public final class ChildMain {

  private ChildMain() {}

  /** Boots this child; see the class comment for the arguments. */
  public static void main(String[] args) throws Throwable {
    OwnerLink owner;
    Welcome welcome;
    try {
      int childId = Integer.parseInt(args[1]);
      Secret secret = takeSecret(new File(args[0], childId + ".key"));
      SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
      socket.connect(UnixDomainSocketAddress.of(args[0] + "/owner.sock"));
      welcome = Handshake.introduce(socket, childId, ProcessHandle.current().pid(), secret);
      ByteBuffer region =
          welcome.ringFile().isEmpty() ? null : SharedRegion.open(welcome.ringFile());
      owner = new OwnerLink(new FrameChannel(socket), region, Thread.currentThread());
    } catch (IOException | ProtocolException e) {
      System.err.println("Brood child cannot join its owner: " + e);
      Runtime.getRuntime().halt(ExitCodes.BOOT_FAILED);
      return;
    }
    ChildIdentity.become(welcome);
    Runtime.getRuntime().addShutdownHook(new Goodbye(owner));
    owner.frames().send(FrameType.READY);
    ClassLoader loader = ChildMain.class.getClassLoader();
    if (welcome.servesClasses()) {
      loader = new OwnerClassLoader(loader, owner);
    }
    Thread.currentThread().setContextClassLoader(loader);
    if (welcome.worker()) {
      new TaskLoop(owner, loader).run();
    } else {
      new TargetRunner(owner, loader).run();
    }
  }

  private static Secret takeSecret(File file) throws IOException {
    byte[] key;
    try (FileInputStream in = new FileInputStream(file)) {
      key = in.readAllBytes();
    }
    if (!file.delete() || key.length != Secret.LENGTH) {
      throw new IOException("the secret in " + file + " is not a fresh one");
    }
    return new Secret(key);
  }
}
