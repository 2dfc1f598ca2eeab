package dev.brood.internal.family;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.region.MappedFile;
import dev.brood.internal.region.Segment;
import dev.brood.internal.util.Undisturbed;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Named memory that any processes of a family use. In each process there is one object for it.
 *
 * <p>Life of a segment: it knows its users. The last one that closes it frees it. A user that ends
 * without closing it, by exit or by death, is struck out; if then nobody uses the segment, it is
 * freed, unless a handle was sent that has not arrived: that one may be on its way, so the segment
 * stays until somebody has attached and closed it, or until the family ends.
 *
 * <p>Safe for any thread. Closing it while another thread uses the memory makes that one's access
 * throw {@link IllegalStateException}.
 */
public final class SharedSegment implements AutoCloseable {

  static final String SUFFIX = ".seg";

  /** What a file system lets a file's name have. */
  private static final int MOST_NAME = 255;

  private static final Attachments<Ref, SharedSegment> ATTACHED = new Attachments<>();

  /** Those that stay in use until they are closed, though nobody may refer to them any more. */
  private static final Set<SharedSegment> KEPT = ConcurrentHashMap.newKeySet();

  /**
   * How a segment travels: where it is, and which of those that had this name one after the other.
   *
   * @param file its file
   * @param id no other segment of its family has it
   */
  public record Ref(String file, long id) implements Serializable {

    // By hand, for the same reason as in CellRef.

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Ref other && id == other.id && file.equals(other.file);
    }

    @Override
    public int hashCode() {
      return 31 * file.hashCode() + Long.hashCode(id);
    }
  }

  /** What is to be unmapped as soon as no call into the kernel reads or writes it any more. */
  private static final Queue<Arena> TO_UNMAP = new ConcurrentLinkedQueue<>();

  /** What must be undone; knows nothing of the object. */
  private static final class Mapping extends Attachments.Use {
    private final Family family;
    private final Segment segment;
    private final Arena arena;

    Mapping(Family family, Segment segment, Arena arena) {
      this.family = family;
      this.segment = segment;
      this.arena = arena;
    }

    @Override
    void end(boolean closed) {
      segment.leave(Family.slotOf(family.self()), family.self());
      if (closed || !segment.isInFlight()) {
        segment.freeUnlessUsed(family::isAlive, family.self());
      }
      TO_UNMAP.add(arena);
      TO_UNMAP.removeIf(SharedSegment::isUnmapped);
    }
  }

  private final Ref ref;
  private final Mapping mapping;

  private SharedSegment(Ref ref, Mapping mapping) {
    this.ref = ref;
    this.mapping = mapping;
  }

  /**
   * Makes a segment of zeros under a name that nobody else has.
   *
   * @param kind what it is for, which {@link #attach} checks
   * @throws IOException if there is no room for it
   */
  public static SharedSegment create(long kind, long size) throws IOException {
    Family family = Family.ofThisJvm();
    while (true) {
      long id = family.nextNumber();
      try {
        return create(family, Long.toHexString(id), id, kind, size);
      } catch (FileAlreadyExistsException chosen) {
        // Somebody has given one of his own that name.
      }
    }
  }

  /**
   * Makes a segment of zeros under a name.
   *
   * @param kind what it is for, which {@link #attach} checks
   * @throws IllegalArgumentException if the name cannot be that of a file
   * @throws java.nio.file.FileAlreadyExistsException if the family has one of this name
   * @throws IOException if there is no room for it
   */
  public static SharedSegment create(String name, long kind, long size) throws IOException {
    checkName(name);
    Family family = Family.ofThisJvm();
    if (Files.exists(family.find(name + SUFFIX))) {
      throw taken(name);
    }
    SharedSegment made = create(family, name, family.nextNumber(), kind, size);
    for (Path folder : family.folders()) {
      Path file = folder.resolve(name + SUFFIX);
      if (!file.toString().equals(made.ref.file) && Files.exists(file)) {
        // Somebody was as fast, and had no room where we had, or the other way round.
        made.unlink();
        made.close();
        throw taken(name);
      }
    }
    return made;
  }

  private static FileAlreadyExistsException taken(String name) {
    return new FileAlreadyExistsException(name, null, "the family has a segment of this name");
  }

  private static boolean isUnmapped(Arena arena) {
    try {
      arena.close();
      return true;
    } catch (IllegalStateException inUse) {
      return !arena.scope().isAlive();
    }
  }

  private static void checkName(String name) {
    if (name.isEmpty()
        || name.indexOf('/') >= 0
        || name.indexOf(File.separatorChar) >= 0
        || name.indexOf('\0') >= 0
        || (name + SUFFIX).getBytes(StandardCharsets.UTF_8).length > MOST_NAME) {
      throw new IllegalArgumentException(
          "name="
              + name
              + " of a segment must have 1 to "
              + (MOST_NAME - SUFFIX.length())
              + " bytes, without separators of paths and zeros");
    }
  }

  private static SharedSegment create(Family family, String name, long id, long kind, long size)
      throws IOException {
    Path directory = family.directoryFor(size + Segment.HEADER);
    Path file = directory.resolve(name + SUFFIX);
    Ref ref = new Ref(file.toString(), id);
    Arena arena = Arena.ofShared();
    try {
      // Before the attachments are asked: a large one takes its time, and would hold up all others.
      Mapping made = new Mapping(family, create(family, file, id, kind, size, arena), arena);
      return ATTACHED.attach(ref, () -> made, mapping -> new SharedSegment(ref, mapping));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Makes a segment whose user is this process. */
  static Segment create(Family family, Path file, long id, long kind, long size, Arena arena)
      throws IOException {
    String address = family.address().toString();
    Path draft = file.resolveSibling(Family.prefixOf(family.self()) + Long.toHexString(id));
    Segment.Identity identity = new Segment.Identity(id, kind, address);
    int self = family.self();
    return Segment.create(file, draft, size, identity, Family.slotOf(self), self, arena);
  }

  /**
   * Returns a segment, which this process uses from now on. It may be of another family, which this
   * process then joins.
   *
   * @param kind what it must be for
   * @throws NoSuchFileException if it is gone: all its users have closed it, or its name was
   *     removed
   * @throws IOException if the file is something else
   */
  public static SharedSegment attach(Ref ref, long kind) throws IOException {
    return ATTACHED.attach(ref, () -> open(ref, kind), mapping -> new SharedSegment(ref, mapping));
  }

  /**
   * Returns the segment of a name, which this process uses from now on: of this family, else of the
   * one other family of this user that has one of this name.
   *
   * @throws IllegalArgumentException if the name cannot be that of a file
   * @throws NoSuchFileException if there is none, or all its users have closed it
   * @throws IOException if it is of another kind, or several other families have one
   */
  public static SharedSegment open(String name, long kind) throws IOException {
    checkName(name);
    Path own = Family.ofThisJvm().find(name + SUFFIX);
    if (Files.exists(own)) {
      return attach(own, kind);
    }
    List<Path> found = new ArrayList<>();
    for (Path folder : Undisturbed.aside(PrivateFolder::foldersOfLivingOthers)) {
      Path file = folder.resolve(name + SUFFIX);
      if (Files.exists(file) && isOfLivingFamily(file)) {
        found.add(file);
      }
    }
    if (found.isEmpty()) {
      throw new NoSuchFileException(name, null, "no family of this user has it");
    }
    if (found.size() > 1) {
      throw new IOException("name=" + name + " is ambiguous, several families have it: " + found);
    }
    return attach(found.getFirst(), kind);
  }

  private static SharedSegment attach(Path file, long kind) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return attach(new Ref(file.toString(), Segment.open(file, arena).identity().id()), kind);
    }
  }

  private static boolean isOfLivingFamily(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Family.at(Path.of(Segment.open(file, arena).identity().family()));
      return true;
    } catch (NoSuchFileException | OwnerDiedException gone) {
      return false;
    }
  }

  private static Mapping open(Ref ref, long kind) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      Segment segment = Segment.open(Path.of(ref.file), arena);
      Segment.Identity found = segment.identity();
      if (found.id() != ref.id) {
        throw new NoSuchFileException(ref.file, null, "it is another one's name now");
      }
      if (found.kind() != kind) {
        throw new IOException("kind=" + found.kind() + " of " + ref.file + ", expected " + kind);
      }
      Family family = Family.at(Path.of(found.family()));
      if (!segment.enter(Family.slotOf(family.self()), family.self())) {
        throw new NoSuchFileException(ref.file, null, "all its users have closed it");
      }
      return new Mapping(family, segment, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Returns by what another process attaches the segment, and counts that it is sent. */
  public Ref send() {
    mustBeOpen();
    mapping.segment.handleSent();
    return ref;
  }

  /** Counts that a handle has arrived, after it was {@link #attach attached}. */
  public void arrived() {
    mapping.segment.handleArrived();
  }

  /** Returns where it is, for messages and as a key. */
  public Ref ref() {
    return ref;
  }

  /** Returns the name that it was created with, or was given. */
  public String name() {
    String name = String.valueOf(Path.of(ref.file).getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Returns the memory, which begins at a page; unusable once the segment is closed. */
  public MemorySegment memory() {
    return mapping.segment.data();
  }

  /**
   * Returns the memory for somebody who keeps it: it stays in use until the segment is closed or
   * this process ends. Otherwise a segment that nobody refers to would take its memory along.
   */
  public MemorySegment memoryToKeep() {
    KEPT.add(this);
    if (isClosed()) {
      KEPT.remove(this);
    }
    return memory();
  }

  /**
   * Maps the memory once more, to be read only. This mapping stays for as long as anybody refers to
   * it, also when the segment is closed.
   *
   * @throws NoSuchFileException if the segment has lost its name
   */
  public MemorySegment mapToRead() throws IOException {
    mustBeOpen();
    return MappedFile.openToRead(Path.of(ref.file), Arena.ofAuto()).asSlice(Segment.HEADER);
  }

  /** Returns the family whose segment it is. */
  public Family family() {
    return mapping.family;
  }

  /** Removes the name at once: nobody attaches it any more, who uses it keeps it. */
  public void unlink() {
    mustBeOpen();
    mapping.segment.unlink(mapping.family.self());
  }

  /** Tells whether this process has closed it. */
  public boolean isClosed() {
    return mapping.isEnded();
  }

  /**
   * Checks that this process has not closed it.
   *
   * @throws IllegalStateException if it has
   */
  public void mustBeOpen() {
    if (isClosed()) {
      throw new IllegalStateException("segment=" + name() + " is closed in this process");
    }
  }

  /** Ends this process's use; the last user frees the memory. Again: does nothing. */
  @Override
  public void close() {
    KEPT.remove(this);
    ATTACHED.close(ref, mapping);
  }
}
