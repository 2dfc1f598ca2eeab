package dev.brood.internal.folder;

import dev.brood.exception.ProcessStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where mapped files go: a private folder on the shared-memory file system if there is one with
 * room, otherwise the owner's folder, where the kernel may also write them to disk.
 *
 * <p>The folder on the shared-memory file system has a lock file of its own. Containers may share
 * that file system without sharing the other one, so a sweeper must be able to judge it alone.
 */
public final class SharedMemoryDirectory implements AutoCloseable {
  private static @Nullable SharedMemoryDirectory ofThisJvm;

  private final Path fallback;
  private final @Nullable PrivateFolder memory;
  private final String whyNot;

  /**
   * A place for one file, and why this one.
   *
   * @param directory where to make the file
   * @param inMemory whether that is memory only
   * @param reason in words, for reports
   */
  public record Place(Path directory, boolean inMemory, String reason) {}

  private SharedMemoryDirectory(Path fallback, @Nullable PrivateFolder memory, String whyNot) {
    this.fallback = fallback;
    this.memory = memory;
    this.whyNot = whyNot;
  }

  /** Returns the one of this JVM, made at the first call and deleted when the JVM exits. */
  public static synchronized SharedMemoryDirectory ofThisJvm() {
    SharedMemoryDirectory directory = ofThisJvm;
    if (directory == null || directory.isClosed()) {
      directory = create(PrivateFolder.ofThisJvm().path(), PrivateFolder.sharedMemoryMount());
      ofThisJvm = directory;
      ShutdownSequence.register(ShutdownSequence.Stage.FOLDERS, directory);
    }
    return directory;
  }

  static SharedMemoryDirectory create(Path fallback, @Nullable Path mount) {
    if (mount == null) {
      return new SharedMemoryDirectory(fallback, null, "this system has no shared-memory mount");
    }
    try {
      return new SharedMemoryDirectory(fallback, PrivateFolder.create(List.of(mount)), "");
    } catch (ProcessStartException refused) {
      return new SharedMemoryDirectory(fallback, null, mount + " refused a folder");
    }
  }

  /** Returns where a file of {@code bytes} bytes should be made. */
  public Place placeFor(long bytes) {
    PrivateFolder folder = memory;
    if (folder == null) {
      return new Place(fallback, false, fallback + ": " + whyNot);
    }
    // Plain java.io: it asks the kernel, where java.nio's FileStore first reads the mount table.
    long free = folder.path().toFile().getUsableSpace();
    if (free < bytes) {
      String reason = fallback + ": free=" + free + " of " + folder.path() + ", needed=" + bytes;
      return new Place(fallback, false, reason);
    }
    return new Place(folder.path(), true, folder.path() + ": shared memory, free=" + free);
  }

  private boolean isClosed() {
    return memory == null ? !Files.isDirectory(fallback) : memory.isClosed();
  }

  /** Deletes the folder on the shared-memory file system; again: does nothing. */
  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }
}
