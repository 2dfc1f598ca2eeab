package dev.brood.internal.region;

import dev.brood.internal.util.Undisturbed;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files to be mapped, and maps them. A file is readable and writable by this user only.
 *
 * <p>Every byte of a new file is written once: a sparse file on a full shared-memory file system
 * would be mapped without complaint and fail later, at some store, with a bus error.
 */
public final class MappedFile {

  private static final int MOST_ZEROS = 1 << 20;

  private MappedFile() {}

  /**
   * Makes a file of zeros and maps it for as long as the arena is open.
   *
   * @throws IOException if the file exists already or there is no room for it; nothing is left
   */
  public static MemorySegment create(Path file, long size, Arena arena) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    long free = folder == null ? 0 : folder.toFile().getUsableSpace();
    if (size > free) {
      throw new IOException("no room for size=" + size + " bytes in " + folder + ", free=" + free);
    }
    return Undisturbed.again(() -> {
      try (FileChannel channel = openNew(file)) {
        try {
          fill(channel, size);
          return channel.map(MapMode.READ_WRITE, 0, size, arena);
        } catch (IOException | RuntimeException failure) {
          Files.deleteIfExists(file);
          throw failure;
        }
      }
    });
  }

  private static void fill(FileChannel channel, long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(MOST_ZEROS, size));
    for (long written = 0; written < size; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), size - written));
      written += channel.write(zeros, written);
    }
  }

  private static FileChannel openNew(Path file) throws IOException {
    var options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      return FileChannel.open(file, options, mode);
    }
    return FileChannel.open(file, options);
  }

  /**
   * Maps a whole file for as long as the arena is open.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static MemorySegment open(Path file, Arena arena) throws IOException {
    return Undisturbed.again(() -> {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(MapMode.READ_WRITE, 0, channel.size(), arena);
      }
    });
  }

  /**
   * Maps a whole file for as long as the arena is open, to be read only.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static MemorySegment openToRead(Path file, Arena arena) throws IOException {
    return Undisturbed.again(() -> {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      }
    });
  }
}
