package dev.brood.internal.family;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A file that a process keeps locked as long as it lives. The kernel lets go of the lock when the
 * process has ended, however it ended, and whatever becomes of its pid.
 *
 * <p>It is a POSIX record lock: it goes as soon as its process closes <em>any</em> descriptor of
 * the file. So nothing in that process opens the file a second time; only the root of the family
 * does, and only once the process has closed its connection.
 */
final class ProofOfLife {

  /** For the rest of this JVM's life: a file that is garbage is closed, and its lock goes. */
  private static final Queue<RandomAccessFile> HELD = new ConcurrentLinkedQueue<>();

  private ProofOfLife() {}

  /** Makes the file and locks it until this JVM ends. */
  static void give(File path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path, "rw");
    HELD.add(file);
    // The lock object is not needed: the channel holds the lock until it is closed.
    file.getChannel().lock();
  }

  /** Root: waits until the process that gave this proof has ended, and deletes the file. */
  static void awaitEnd(File path) throws IOException {
    if (!path.exists()) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(path, "rw");
        FileLock lock = file.getChannel().lock()) {
      if (lock.isValid() && !path.delete() && path.exists()) {
        throw new IOException("cannot delete " + path);
      }
    }
  }
}
