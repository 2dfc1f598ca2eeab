package dev.brood.internal.archive;

import dev.brood.internal.os.Platform;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the archives of one user, and what is in it. Shared by all JVMs of that user, of
 * any version: a name says what an archive was made from.
 *
 * <p>An archive is code that children run. So the folder must be the user's own, and nobody else
 * may write to it.
 */
public final class ArchiveFolder {
  /** Where the folder is, in place of the usual; {@code off} for none. */
  public static final String PROPERTY = "dev.brood.cache";

  static final String SUFFIX = ".jsa";
  private static final String NAMES = ".names";

  /** An archive takes 1 to 15 MB. */
  private static final long MOST_BYTES = 256L << 20;

  /** Making an archive takes a second; what is older was left by a trainer that was killed. */
  private static final Duration UNFINISHED = Duration.ofMinutes(10);

  private static final Duration TOUCH_EACH = Duration.ofHours(12);

  private final Path path;

  /** Names the folder, which need not exist. */
  public ArchiveFolder(Path path) {
    this.path = path;
  }

  /** Returns the folder of this user, or null if there is no place for one. */
  public static @Nullable ArchiveFolder ofUser() {
    String chosen = System.getProperty(PROPERTY, "");
    if (!chosen.isEmpty()) {
      return chosen.equals("off") ? null : new ArchiveFolder(Path.of(chosen).toAbsolutePath());
    }
    Path caches = cachesOfUser();
    return caches == null ? null : new ArchiveFolder(caches.resolve("brood"));
  }

  /** Where programs of this user keep what they can make again. */
  private static @Nullable Path cachesOfUser() {
    Platform platform = Platform.current();
    String given = System.getenv(platform == Platform.WINDOWS ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (given != null && !given.isEmpty() && Path.of(given).isAbsolute()) {
      return Path.of(given);
    }
    String home = System.getProperty("user.home", "");
    // A user without an entry in the user database has the home "?".
    if (platform == Platform.WINDOWS || home.isEmpty() || !Files.isDirectory(Path.of(home))) {
      return null;
    }
    return Path.of(home, platform == Platform.MAC ? "Library/Caches" : ".cache");
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  Path archive(String key) {
    return path.resolve(key + SUFFIX);
  }

  /** Where the names of the classes stand that an archive was asked to hold. */
  static Path namesOf(Path archive) {
    String name = archive.getFileName().toString();
    return archive.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + NAMES);
  }

  /** Makes the folder if need be; tells whether archives can be written there. */
  public boolean prepare() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        if (hasModes()) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
      }
      return isOurs() && Files.isWritable(path);
    } catch (IOException | UnsupportedOperationException refused) {
      return false;
    }
  }

  /** Tells whether what is in the folder was put there by this user and can be trusted. */
  boolean isOurs() {
    if (!hasModes()) {
      return true;
    }
    try {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
      Object owner = Files.getAttribute(path, "unix:uid");
      Path self = Path.of("/proc/self");
      Path own = Files.exists(self) ? self : Path.of(System.getProperty("user.home", "/"));
      return owner.equals(Files.getAttribute(own, "unix:uid"))
          && !modes.contains(PosixFilePermission.GROUP_WRITE)
          && !modes.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private boolean hasModes() {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Notes that an archive is in use, so that others are deleted before it. */
  static void touch(File archive) {
    long age = System.currentTimeMillis() - archive.lastModified();
    if (age > TOUCH_EACH.toMillis()) {
      // A folder that is read only has nobody who deletes from it either.
      var _ = archive.setLastModified(System.currentTimeMillis());
    }
  }

  /** Returns the archives, the one used last first. */
  public List<Path> archives() {
    return files(SUFFIX);
  }

  private List<Path> files(String suffix) {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(file -> file.getFileName().toString().endsWith(suffix))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparing(ArchiveFolder::usedAt).reversed())
          .toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }

  private static FileTime usedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  /** Returns how many bytes an archive takes; 0 if it is gone. */
  public static long size(Path archive) {
    return archive.toFile().length();
  }

  /** Deletes the archives that were not used for the longest time, down to the cap. */
  void trim() {
    trim(MOST_BYTES);
    Instant old = Instant.now().minus(UNFINISHED);
    for (Path unfinished : files(ClassArchive.UNFINISHED)) {
      if (usedAt(unfinished).toInstant().isBefore(old)) {
        delete(unfinished);
      }
    }
  }

  void trim(long most) {
    long size = 0;
    for (Path each : archives()) {
      size += size(each);
      if (size > most) {
        deleteArchive(each);
      }
    }
  }

  /** Deletes all archives; returns how many that were. Children that run keep what they mapped. */
  public int clear() {
    int deleted = 0;
    for (Path each : archives()) {
      deleted += deleteArchive(each) ? 1 : 0;
    }
    for (Path each : files(ClassArchive.UNFINISHED)) {
      delete(each);
    }
    return deleted;
  }

  private static boolean deleteArchive(Path archive) {
    delete(namesOf(archive));
    return delete(archive);
  }

  private static boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException inUse) {
      return false;
    }
  }
}
