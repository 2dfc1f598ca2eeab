package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.region.SharedRegion;
import dev.brood.internal.wire.BootFile;
import dev.brood.internal.wire.ExitCodes;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.Welcome;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The entry of every child. It never runs the user's {@code main}: it takes the boot file that its
 * owner left and does what that says, while another thread joins the owner.
 *
 * <p>Arguments: the owner's private folder, and the child's number in it.
 */
public final class ChildMain {

  private ChildMain() {}

  /** Boots this child; see the class comment for the arguments. */
  public static void main(String[] args) throws Throwable {
    OwnerLink owner;
    BootFile boot;
    String needed = args[0];
    try {
      boot = take(new File(args[0], args[1] + ".boot"));
      String ringFile = boot.welcome().ringFile();
      ByteBuffer region = null;
      if (!ringFile.isEmpty()) {
        needed = ringFile;
        region = SharedRegion.open(ringFile);
      }
      owner = new OwnerLink(region, Thread.currentThread());
      owner.join(
          new Joining(args[0], boot.port(), Integer.parseInt(args[1]), boot.key()),
          boot.welcome().role() != Welcome.PROCESS);
    } catch (IOException | ProtocolException e) {
      cannotJoin(e, needed);
      return;
    }
    Welcome welcome = boot.welcome();
    if (welcome.role() == Welcome.WORKER) {
      owner.workUnjoined();
    } else if (welcome.role() != Welcome.PROCESS) {
      owner.joinNow();
    }
    Welcome.keep(welcome);
    Goodbye goodbye = new Goodbye(owner);
    Runtime.getRuntime().addShutdownHook(goodbye);
    if (welcome.role() != Welcome.SPARE) {
      owner.frames().send(FrameType.READY);
    }
    ClassLoader loader = ChildMain.class.getClassLoader();
    if (welcome.servesClasses()) {
      loader = new OwnerClassLoader(loader, owner);
    }
    Thread.currentThread().setContextClassLoader(loader);
    Inbound in = new Inbound(owner, loader, boot.stream());
    if (welcome.role() == Welcome.SPARE) {
      welcome = new Spare(owner, in, loader).awaitWork();
      Welcome.keep(welcome);
    }
    if (welcome.role() == Welcome.PROCESS) {
      new TargetRunner(owner, in, loader).run();
      goodbye.sayIfLast();
    } else if (welcome.role() == Welcome.WORKER) {
      TaskLoop tasks = new TaskLoop(owner, in, new Outbound(owner, loader), welcome.number());
      tasks.ofThisProcess();
      tasks.run();
      if (!goodbye.sayIfLast()) {
        // Threads that tasks left behind must not keep a worker alive that nobody needs. Only then:
        // System.exit sets up logging first, for 15 ms.
        System.exit(0);
      }
    } else {
      Training.run(owner, in, loader);
    }
  }

  /**
   * Reads the boot file and removes it, which tells the owner that this child has come this far.
   */
  private static BootFile take(File file) throws IOException {
    byte[] content;
    try (FileInputStream in = new FileInputStream(file)) {
      content = in.readAllBytes();
    }
    if (!file.delete()) {
      throw new IOException(file + " was taken by somebody else");
    }
    return BootFile.read(content);
  }

  /**
   * Ends this JVM, which nobody could reach. An owner that ends takes with it what its children
   * need to join; then nobody is there to be told.
   */
  static void cannotJoin(Exception reason, String needed) {
    if (new File(needed).exists()) {
      System.err.println("Brood child cannot join its owner: " + reason);
    }
    Runtime.getRuntime().halt(ExitCodes.BOOT_FAILED);
  }
}
