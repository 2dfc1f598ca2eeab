package dev.brood.internal.region;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brood.internal.util.Log;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * A mapped file that any number of processes use, and that knows them.
 *
 * <pre>
 *      0 +-------------------------------+
 *        | magic (8)                     |  "BROODSEG", written last
 *        | version (4)   | header (4)    |  size of this header
 *     16 | data (8)                      |  size of what follows the header
 *     24 | state (4)     | in flight (4) |  live 1, closing 2, freed 3 | handles sent, not received
 *     32 | id (8)                        |  no other segment of the family has it
 *     40 | kind (8)                      |  what the data are, for the packages above
 *     48 | unlinker (4)                  |  the member that removes the name, or 0
 *     64 | length (4), family (188)      |  where the family of the creator is, as a path
 *   2048 | users (512 x 4)               |  by slot: the member that uses this segment, or 0
 *   4096 +-------------------------------+
 *        | data                          |
 *        +-------------------------------+
 * </pre>
 *
 * <p>A user enters itself, then looks whether the segment is live. Whoever finds no user left says
 * that it is closing it, looks for users again, and only then says that it is freed; so either the
 * new user sees that it came too late, or the closing one sees the new user.
 */
public final class Segment {

  /** Bytes before the data; a page, so that the data begin at one. */
  public static final int HEADER = 4096;

  /** How many processes may use a segment at a time. */
  public static final int SLOTS = 512;

  private static final long MAGIC = 0x42524F4F44534547L;
  private static final int VERSION = 1;
  private static final int AT_VERSION = 8;
  private static final int AT_HEADER = 12;
  private static final int AT_SIZE = 16;
  private static final int AT_STATE = 24;
  private static final int AT_IN_FLIGHT = 28;
  private static final int AT_ID = 32;
  private static final int AT_KIND = 40;
  private static final int AT_UNLINKER = 48;
  private static final int AT_FAMILY = 64;
  private static final int MOST_FAMILY = 188;
  private static final int AT_USERS = 2048;

  // The state is one of these, and above it a number that tells one closing from the next.
  private static final int LIVE = 1;
  private static final int CLOSING = 2;
  private static final int FREED = 3;
  private static final int CODE = 3;
  private static final int ROUND = 4;

  private final Path file;
  private final MemorySegment memory;
  private final MemorySegment data;

  private Segment(Path file, MemorySegment memory) {
    this.file = file;
    this.memory = memory;
    this.data = memory.asSlice(HEADER);
  }

  /**
   * Who made a segment and what it is.
   *
   * @param id a number that no other segment of the family has
   * @param kind what the data are
   * @param family where the family of the creator is
   */
  public record Identity(long id, long kind, String family) {}

  /**
   * Makes a segment under a passing name, maps it, enters its first user, and then gives it its
   * name. So nobody ever finds it without a user, and frees it.
   *
   * @param draft a name that nobody else uses; gone when this returns
   * @param slot the slot of the first user
   * @param user the first user
   * @throws java.nio.file.FileAlreadyExistsException if there is a file of this name
   * @throws IOException if there is no room for it; nothing is left
   */
  public static Segment create(
      Path file, Path draft, long size, Identity identity, int slot, int user, Arena arena)
      throws IOException {
    if (size < 0 || size > Long.MAX_VALUE - HEADER) {
      throw new IllegalArgumentException("size=" + size + " of a segment is out of range");
    }
    MemorySegment memory = MappedFile.create(draft, HEADER + size, arena);
    try {
      byte[] family = identity.family.getBytes(UTF_8);
      if (family.length > MOST_FAMILY) {
        throw new IllegalArgumentException("family=" + identity.family + " is too long");
      }
      SharedWords.setInt(memory, AT_VERSION, VERSION);
      SharedWords.setInt(memory, AT_HEADER, HEADER);
      SharedWords.setLong(memory, AT_SIZE, size);
      SharedWords.setInt(memory, AT_STATE, LIVE);
      SharedWords.setLong(memory, AT_ID, identity.id);
      SharedWords.setLong(memory, AT_KIND, identity.kind);
      SharedWords.setInt(memory, AT_FAMILY, family.length);
      SharedBytes.put(memory, AT_FAMILY + Integer.BYTES, family, 0, family.length);
      SharedWords.setInt(memory, atUser(slot), user);
      SharedWords.setLong(memory, 0, MAGIC);
      // A link and no renaming: it fails if the name is taken.
      Files.createLink(file, draft);
    } finally {
      Files.deleteIfExists(draft);
    }
    return new Segment(file, memory);
  }

  /**
   * Maps a segment that exists.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of this name, or none any more
   * @throws IOException if the file is no segment, or one of another version
   */
  public static Segment open(Path file, Arena arena) throws IOException {
    MemorySegment memory = MappedFile.open(file, arena);
    if (memory.byteSize() < HEADER || SharedWords.getLong(memory, 0) != MAGIC) {
      throw new IOException(file + " is no shared segment");
    }
    int version = SharedWords.getInt(memory, AT_VERSION);
    if (version != VERSION) {
      throw new IOException("version=" + version + " of " + file + ", expected " + VERSION);
    }
    long size = SharedWords.getLong(memory, AT_SIZE);
    if (size != memory.byteSize() - HEADER) {
      throw new IOException(
          "size="
              + size
              + " in the header of "
              + file
              + ", but its data have "
              + (memory.byteSize() - HEADER)
              + " bytes");
    }
    return new Segment(file, memory);
  }

  /** Returns where the file is, or was. */
  public Path file() {
    return file;
  }

  /** Returns who made the segment and what it is. */
  public Identity identity() {
    int length = Math.min(SharedWords.getInt(memory, AT_FAMILY), MOST_FAMILY);
    byte[] family = new byte[Math.max(0, length)];
    SharedBytes.get(memory, AT_FAMILY + Integer.BYTES, family, 0, family.length);
    return new Identity(
        SharedWords.getLong(memory, AT_ID),
        SharedWords.getLong(memory, AT_KIND),
        new String(family, UTF_8));
  }

  /** Returns the data, all zeros at first; unusable once the arena is closed. */
  public MemorySegment data() {
    return data;
  }

  /** Counts a handle that is sent: somebody may come whom nobody knows yet. */
  public void handleSent() {
    SharedWords.getAndAddInt(memory, AT_IN_FLIGHT, 1);
  }

  /** Counts a handle that arrived. One that was sent once may arrive more than once. */
  public void handleArrived() {
    int sent = SharedWords.getInt(memory, AT_IN_FLIGHT);
    while (sent > 0 && !SharedWords.compareAndSetInt(memory, AT_IN_FLIGHT, sent, sent - 1)) {
      sent = SharedWords.getInt(memory, AT_IN_FLIGHT);
    }
  }

  /** Tells whether handles were sent that have not arrived. */
  public boolean isInFlight() {
    return SharedWords.getInt(memory, AT_IN_FLIGHT) > 0;
  }

  /** Enters a user; returns false if the segment is freed already. */
  public boolean enter(int slot, int user) {
    SharedWords.setInt(memory, atUser(slot), user);
    if ((SharedWords.getInt(memory, AT_STATE) & CODE) == LIVE) {
      return true;
    }
    leave(slot, user);
    return false;
  }

  /** Strikes a user out, if it is entered. */
  public void leave(int slot, int user) {
    SharedWords.compareAndSetInt(memory, atUser(slot), user, 0);
  }

  private static long atUser(int slot) {
    return AT_USERS + (long) Integer.BYTES * slot;
  }

  /**
   * Frees the segment and removes its name, unless a user lives. Also goes on where another one
   * died while it did this.
   *
   * @param self the member that does it
   */
  public void freeUnlessUsed(IntPredicate lives, int self) {
    while (!isUsed(lives)) {
      int state = SharedWords.getInt(memory, AT_STATE);
      int round = state & ~CODE;
      if ((state & CODE) == FREED) {
        unlink(self);
        return;
      }
      int closing = round | CLOSING;
      if (state != closing && !SharedWords.compareAndSetInt(memory, AT_STATE, state, closing)) {
        continue;
      }
      // Whoever enters from now on finds that it came too late; who entered before is seen here.
      int next = isUsed(lives) ? round + ROUND | LIVE : FREED;
      SharedWords.compareAndSetInt(memory, AT_STATE, closing, next);
    }
  }

  private boolean isUsed(IntPredicate lives) {
    for (int slot = 0; slot < SLOTS; slot++) {
      int user = SharedWords.getInt(memory, atUser(slot));
      if (user != 0 && lives.test(user)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Removes the name, if nobody has before; who has mapped the segment keeps it. Only one member
   * does it, since a moment later the name may be another segment's.
   *
   * @param self the member that does it
   */
  public void unlink(int self) {
    if (SharedWords.compareAndSetInt(memory, AT_UNLINKER, 0, self)) {
      delete();
    }
  }

  /** Removes the name under which this was just opened, if a member died before it could. */
  public void unlinkForTheDead(IntPredicate lives) {
    int unlinker = SharedWords.getInt(memory, AT_UNLINKER);
    if (unlinker != 0 && !lives.test(unlinker)) {
      delete();
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      Log.debug("cannot unlink " + file, e);
    }
  }
}
