package dev.brood.internal.family;

import dev.brood.internal.region.Segment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  private static final Attachments<Path, SharedSegment> ATTACHED = new Attachments<>();

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
        segment.freeUnlessUsed(family::isAlive);
      }
      arena.close();
    }
  }

  private final Path file;
  private final Mapping mapping;

  private SharedSegment(Path file, Mapping mapping) {
    this.file = file;
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
    long id = family.nextNumber();
    return create(family, Long.toHexString(id), id, kind, size);
  }

  /**
   * Makes a segment of zeros under a name.
   *
   * @param kind what it is for, which {@link #attach} checks
   * @throws java.nio.file.FileAlreadyExistsException if the family has one of this name
   * @throws IOException if there is no room for it
   */
  public static SharedSegment create(String name, long kind, long size) throws IOException {
    Family family = Family.ofThisJvm();
    return create(family, name, family.nextNumber(), kind, size);
  }

  private static SharedSegment create(Family family, String name, long id, long kind, long size)
      throws IOException {
    Path directory = family.directoryFor(size + Segment.HEADER);
    Path file = directory.resolve(name + SUFFIX);
    return ATTACHED.attach(
        file,
        () -> {
          Arena arena = Arena.ofShared();
          try {
            Segment segment = create(family, file, id, kind, size, arena);
            segment.enter(Family.slotOf(family.self()), family.self());
            return new Mapping(family, segment, arena);
          } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
          }
        },
        mapping -> new SharedSegment(file, mapping));
  }

  /** Makes a segment that has no user yet. */
  static Segment create(Family family, Path file, long id, long kind, long size, Arena arena)
      throws IOException {
    String address = family.address().toString();
    Path draft = file.resolveSibling(draftPrefix(family.self()) + Long.toHexString(id));
    return Segment.create(file, draft, size, new Segment.Identity(id, kind, address), arena);
  }

  /** Returns how the names of files begin that a member has not finished. */
  static String draftPrefix(int member) {
    return "draft-" + Integer.toHexString(member) + "-";
  }

  /**
   * Returns the segment in a file, which this process uses from now on. The file may be of another
   * family, which this process then joins.
   *
   * @throws NoSuchFileException if there is none, or all its users have closed it
   * @throws IOException if the file is something else
   */
  public static SharedSegment attach(String path, long kind) throws IOException {
    Path file = Path.of(path);
    SharedSegment segment =
        ATTACHED.attach(file, () -> open(file), mapping -> new SharedSegment(file, mapping));
    long found = segment.mapping.segment.identity().kind();
    if (found != kind) {
      throw new IOException("kind=" + found + " of " + path + ", expected " + kind);
    }
    return segment;
  }

  private static Mapping open(Path file) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      Segment segment = Segment.open(file, arena);
      Family family = Family.at(Path.of(segment.identity().family()));
      if (!segment.enter(Family.slotOf(family.self()), family.self())) {
        throw new NoSuchFileException(file.toString(), null, "all its users have closed it");
      }
      return new Mapping(family, segment, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Returns the path by which another process attaches the segment, and counts that it is sent. */
  public String send() {
    mustBeOpen();
    mapping.segment.handleSent();
    return file.toString();
  }

  /** Counts that a handle has arrived, after it was {@link #attach attached}. */
  public void arrived() {
    mapping.segment.handleArrived();
  }

  /** Returns the name that it was created with, or was given. */
  public String name() {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Returns the memory, which begins at a page; unusable once the segment is closed. */
  public MemorySegment memory() {
    return mapping.segment.data();
  }

  /** Returns the family whose segment it is. */
  public Family family() {
    return mapping.family;
  }

  /** Removes the name at once: nobody attaches it any more, who uses it keeps it. */
  public void unlink() {
    mapping.segment.unlink();
  }

  /** Tells whether this process has closed it. */
  public boolean isClosed() {
    return mapping.isEnded();
  }

  private void mustBeOpen() {
    if (isClosed()) {
      throw new IllegalStateException("segment=" + name() + " is closed in this process");
    }
  }

  /** Ends this process's use; the last user frees the memory. Again: does nothing. */
  @Override
  public void close() {
    ATTACHED.close(file, mapping);
  }
}
