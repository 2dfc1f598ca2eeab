package dev.brood.internal.region;

import dev.brood.internal.util.Undisturbed;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped by the process that created it, to be mapped by one peer as well.
 *
 * <p>The creator keeps the mapping in an {@link Arena}, so that it goes away when it says so and
 * not at some garbage collection. The file's name is needed only until the peer has mapped it:
 * {@link #unlink()} then removes the name, and a kill of either side leaves nothing behind.
 */
public final class SharedRegion implements AutoCloseable {

  private final Path file;
  private final Arena arena;
  private final ByteBuffer bytes;

  private SharedRegion(Path file, Arena arena, ByteBuffer bytes) {
    this.file = file;
    this.arena = arena;
    this.bytes = bytes;
  }

  /**
   * Creates {@code file}, readable and writable by this user only, and maps it.
   *
   * @throws IOException if the file exists already or there is no room for it
   */
  public static SharedRegion create(Path file, int size) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      ByteBuffer bytes = MappedFile.create(file, size, arena).asByteBuffer();
      return new SharedRegion(file, arena, bytes.order(ByteOrder.nativeOrder()));
    } catch (IOException | RuntimeException failure) {
      arena.close();
      throw failure;
    }
  }

  /**
   * Maps a region that another process created, until it is closed.
   *
   * @throws IOException if there is no such file, or it cannot be mapped
   */
  public static SharedRegion attach(Path file) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      ByteBuffer bytes = Undisturbed.again(() -> map(file, arena)).asByteBuffer();
      return new SharedRegion(file, arena, bytes.order(ByteOrder.nativeOrder()));
    } catch (IOException | RuntimeException failure) {
      arena.close();
      throw failure;
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return channel.map(MapMode.READ_WRITE, 0, channel.size(), arena);
    }
  }

  /** Unmaps and leaves the name; no thread may use {@link #bytes()} any more. */
  public void detach() {
    arena.close();
  }

  /**
   * Maps a region that the peer created, for the rest of this process's life.
   *
   * <p>Children use this on their way up, hence no arena: setting up the foreign-memory API costs a
   * fresh JVM 12 ms, and a child keeps its region until it ends.
   */
  public static ByteBuffer open(String file) throws IOException {
    // Opened to be written, a file that its owner has removed would be made anew, and empty.
    if (!new File(file).exists()) {
      throw new FileNotFoundException(file);
    }
    try (RandomAccessFile access = new RandomAccessFile(file, "rw")) {
      FileChannel channel = access.getChannel();
      return channel.map(MapMode.READ_WRITE, 0, channel.size()).order(ByteOrder.nativeOrder());
    }
  }

  /** Returns the mapped bytes in native order; unusable once this region is closed. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Returns where the peer finds the region. */
  public Path file() {
    return file;
  }

  /** Removes the name; the mappings stay. Calling it again does nothing. */
  public void unlink() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger("dev.brood").log(System.Logger.Level.DEBUG, "cannot unlink " + file, e);
    }
  }

  /**
   * Removes the name and unmaps. No thread may use {@link #bytes()} any more: the JDK promises that
   * it would get an exception, but until JDK-8364167 is mended the JVM may crash.
   */
  @Override
  public void close() {
    unlink();
    arena.close();
  }
}
