package dev.brood.internal.folder;

import dev.brood.internal.util.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the folders of dead owners.
 *
 * <p>A folder goes only if all of this holds: its name is one of ours, it is a real directory of
 * this user, it is not of this JVM, its lock file has content, and the lock could be taken. The
 * lock is held while the folder is deleted, so of many sweepers one does the work. A folder whose
 * lock file is missing or empty is being made at this moment, or its maker was killed while making
 * it: then its age decides.
 */
public final class FolderSweep {
  /** How long making a folder may take; it takes under a millisecond. */
  private static final Duration UNFINISHED = Duration.ofMinutes(10);

  /** A directory with more entries than this is not looked at to its end. */
  private static final int MOST_ENTRIES = 50_000;

  private static final int MOST_DELETED = 1_000;

  private final FolderName self;

  FolderSweep(FolderName self) {
    this.self = self;
  }

  int sweep(List<Path> bases) {
    int deleted = 0;
    for (Path base : bases) {
      deleted += sweep(base, MOST_DELETED - deleted);
    }
    return deleted;
  }

  private int sweep(Path base, int most) {
    int deleted = 0;
    for (Path folder : foldersOfOthers(base)) {
      if (deleted >= most) {
        break;
      }
      if (deleteIfDead(folder)) {
        deleted++;
      }
    }
    return deleted;
  }

  /** Returns the folders of this user's other JVMs in a directory, of living and of dead ones. */
  List<Path> foldersOfOthers(Path base) {
    List<Path> folders = new ArrayList<>();
    int seen = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
      for (Path entry : entries) {
        if (++seen > MOST_ENTRIES) {
          break;
        }
        if (isForeign(entry) && isOurUsers(entry)) {
          folders.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      Log.debug("cannot list " + base, unreadable);
    }
    return folders;
  }

  private boolean isForeign(Path entry) {
    Path file = entry.getFileName();
    FolderName name = file == null ? null : FolderName.parse(file.toString());
    return name != null && !name.isOfSameJvmAs(self);
  }

  /** Tells whether {@code entry} is a real directory that belongs to the user of this JVM. */
  private static boolean isOurUsers(Path entry) {
    if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!entry.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    try {
      Object owner = Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      Integer own = ownUid();
      return own != null && own.equals(owner);
    } catch (IOException gone) {
      return false;
    }
  }

  /** The owner of a process's own files, without native access and without a user database. */
  private static @Nullable Integer ownUid() throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return (Integer) Files.getAttribute(self, "unix:uid");
    }
    return (Integer) Files.getAttribute(Path.of(System.getProperty("user.home", "/")), "unix:uid");
  }

  private static boolean deleteIfDead(Path folder) {
    Path file = folder.resolve(PrivateFolder.LOCK_FILE);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      if (lock == null || (channel.size() == 0 && !isOld(folder))) {
        return false;
      }
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        // Another sweeper had the lock before us, and deleted the file that we have locked now.
        return false;
      }
      return deleteTree(folder);
    } catch (NoSuchFileException unfinished) {
      return isOld(folder) && deleteTree(folder);
    } catch (OverlappingFileLockException sameJvm) {
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Tells whether the owner of another JVM's folder lives: then nobody else gets its lock. */
  static boolean hasLivingOwner(Path folder) {
    Path file = folder.resolve(PrivateFolder.LOCK_FILE);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException beingSweptByThisJvm) {
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isOld(Path folder) {
    try {
      Instant changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
      return changed.isBefore(Instant.now().minus(UNFINISHED));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Deletes {@code root} and what is below it, following no link; tells whether all of it went. */
  public static boolean deleteTree(Path root) {
    try {
      Files.walkFileTree(root, new Deletion());
      return true;
    } catch (NoSuchFileException alreadyGone) {
      return true;
    } catch (IOException e) {
      Log.debug("cannot delete " + root, e);
      return false;
    }
  }

  /** Goes on past what vanishes meanwhile. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
