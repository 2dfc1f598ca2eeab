package dev.brood.internal.folder;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.util.Log;
import dev.brood.internal.util.Undisturbed;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one owner: sockets, keys, crash logs, mapped files; for this user's eyes only.
 *
 * <p>Life of a folder:
 *
 * <ol>
 *   <li>It is made with mode 0700, then its lock file, then the lock is taken, then the owner's
 *       name is written into the lock file. Only a folder whose lock file has content may be swept.
 *   <li>The owner holds the lock until it ends. The kernel lets go of it at that moment, however
 *       the owner ends, so "the lock can be taken" is "the owner is dead", whatever became of its
 *       pid.
 *   <li>The owner deletes the folder; if it was killed, the next owner's {@link #sweep} does.
 * </ol>
 *
 * <p>The lock is a POSIX record lock: it goes as soon as this JVM closes <em>any</em> channel on
 * the lock file. So nothing in this JVM ever opens the lock file of a folder of its own.
 */
public final class PrivateFolder implements AutoCloseable {
  static final String LOCK_FILE = "owner.lock";

  /**
   * What a folder's path may have at most. An address of a Unix-domain socket has room for 103
   * bytes on macOS and 107 on Linux, and the socket's own name needs some.
   */
  static final int LONGEST_PATH = 80;

  private static final Path SHARED_MEMORY_MOUNT = Path.of("/dev/shm");

  private static @Nullable PrivateFolder ofThisJvm;

  private final Path path;
  private final FileChannel lockFile;

  private PrivateFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Returns the folder of this JVM: made at the first call, which also sweeps in the background,
   * and deleted when the JVM exits.
   *
   * @throws ProcessStartException if no folder can be made anywhere, or this JVM is exiting
   */
  public static synchronized PrivateFolder ofThisJvm() {
    PrivateFolder folder = ofThisJvm;
    if (folder == null || folder.isClosed()) {
      if (ShutdownSequence.hasBegun()) {
        throw new ProcessStartException("this JVM is exiting and starts no more children", null);
      }
      folder = create(candidates());
      ofThisJvm = folder;
      ShutdownSequence.register(ShutdownSequence.Stage.FOLDERS, folder);
      new Sweeper().start();
    }
    return folder;
  }

  /**
   * Makes a folder in the first of {@code bases} that lets us.
   *
   * @throws ProcessStartException if none does; the message says why of each
   */
  static PrivateFolder create(List<Path> bases) {
    List<String> refusals = new ArrayList<>();
    FolderName name = FolderName.next();
    for (Path base : bases) {
      Path path = base.resolve(name.toString());
      int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
      if (length > LONGEST_PATH) {
        refusals.add(
            base + " (length=" + length + " of " + path + ", at most " + LONGEST_PATH + ")");
        continue;
      }
      try {
        return Undisturbed.again(() -> createAt(path));
      } catch (IOException | UnsupportedOperationException refused) {
        refusals.add(base + " (" + refused + ")");
      }
    }
    throw new ProcessStartException(
        "no place for the private folder with the sockets of child processes; tried "
            + String.join(", ", refusals)
            + "; start this JVM with -Djava.io.tmpdir=DIR, a short path to a writable directory",
        null);
  }

  private static PrivateFolder createAt(Path path) throws IOException {
    Files.createDirectory(path, mode(path, "rwx------"));
    try {
      Path file = path.resolve(LOCK_FILE);
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              mode(path, "rw-------"));
      try {
        // Waits only for a sweeper that is looking at the still empty file. The lock object is not
        // needed: the channel holds the lock until it is closed.
        channel.lock();
        channel.write(ByteBuffer.wrap(path.toString().getBytes(StandardCharsets.UTF_8)));
        return new PrivateFolder(path, channel);
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException | RuntimeException failure) {
      FolderSweep.deleteTree(path);
      throw failure;
    }
  }

  private static FileAttribute<?>[] mode(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Returns where folders of this user may be, best first. */
  static List<Path> candidates() {
    Set<Path> bases = new LinkedHashSet<>();
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null && !runtime.isEmpty()) {
      bases.add(Path.of(runtime).toAbsolutePath());
    }
    bases.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath());
    if (File.separatorChar == '/') {
      bases.add(Path.of("/tmp"));
    }
    return List.copyOf(bases);
  }

  /** Returns the tmpfs where mapped files are memory and nothing else, or null if there is none. */
  static @Nullable Path sharedMemoryMount() {
    return Files.isDirectory(SHARED_MEMORY_MOUNT) ? SHARED_MEMORY_MOUNT : null;
  }

  /**
   * Deletes what dead owners of this user left behind, wherever it may be; returns how many folders
   * that were. Safe beside other sweepers and beside live owners.
   */
  public static int sweep() {
    return new FolderSweep(FolderName.next()).sweep(bases());
  }

  /** Returns the folders of this user's other JVMs that live. */
  public static List<Path> foldersOfLivingOthers() {
    FolderSweep sweep = new FolderSweep(FolderName.next());
    return bases().stream()
        .flatMap(base -> sweep.foldersOfOthers(base).stream())
        .filter(FolderSweep::hasLivingOwner)
        .toList();
  }

  /** Returns where folders may be, each place once. */
  private static List<Path> bases() {
    Set<Path> bases = new LinkedHashSet<>(candidates());
    Path memory = sharedMemoryMount();
    if (memory != null) {
      bases.add(memory);
    }
    return List.copyOf(bases);
  }

  /** Sweeps while the first child starts. */
  private static final class Sweeper extends Thread {
    Sweeper() {
      super("brood-sweep");
      setDaemon(true);
    }

    @Override
    public void run() {
      sweep();
    }
  }

  /** Returns the folder; short enough to hold a Unix-domain socket. */
  public Path path() {
    return path;
  }

  boolean isClosed() {
    return !lockFile.isOpen() || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes the folder with all that is in it, then lets go of the lock. Again: does nothing. */
  @Override
  public void close() {
    if (!lockFile.isOpen()) {
      return;
    }
    boolean deleted = FolderSweep.deleteTree(path);
    try {
      lockFile.close();
    } catch (IOException e) {
      Log.debug("cannot close the lock file of " + path, e);
    }
    if (!deleted) {
      // Windows keeps a directory as long as a file in it is open.
      FolderSweep.deleteTree(path);
    }
  }
}
