package dev.brood.internal.family;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brood.internal.region.MappedFile;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedBytes;
import dev.brood.internal.region.SharedWords;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The living members of a family, in a file that all of them map. The root writes it; a member only
 * its own name, when it gets another.
 *
 * <pre>
 *      0 +-------------------------------+
 *        | magic (8)                     |  "BROODMEM", written last
 *        | version (4)                   |
 *    128 +-------------------------------+
 *        | slot 0, the root              |
 *        |   +0   id (4)                 |  0: free
 *        |   +4   length of name (4)     |
 *        |   +8   pid (8)                |
 *        |   +16  name (112)             |
 *    256 +-------------------------------+
 *        | slot 1 ...                    |
 *        +-------------------------------+
 * </pre>
 *
 * <p>An id is a slot (9 bits) and above it how often the slot was given, from 1. So an id is never
 * given twice, and whether its member lives is one look into the table.
 */
final class MemberTable {

  static final int SLOTS = Segment.SLOTS;

  /** Bytes of a bit for each slot. */
  static final int BITMAP_BYTES = SLOTS / Byte.SIZE;

  static final int ROOT = 0;

  private static final long MAGIC = 0x42524F4F444D454DL;
  private static final int VERSION = 1;
  private static final int AT_VERSION = 8;
  private static final int ENTRY = 128;
  private static final int AT_NAME_LENGTH = 4;
  private static final int AT_PID = 8;
  private static final int AT_NAME = 16;
  private static final int MOST_NAME = ENTRY - AT_NAME;
  private static final int SLOT_BITS = 9;

  private final MemorySegment memory;

  private MemberTable(MemorySegment memory) {
    this.memory = memory;
  }

  /** Root: makes an empty table. */
  static MemberTable create(Path file) throws IOException {
    // For the rest of this JVM's life: threads look into the table until the very end.
    MemorySegment memory = MappedFile.create(file, (SLOTS + 1L) * ENTRY, Arena.global());
    SharedWords.setInt(memory, AT_VERSION, VERSION);
    SharedWords.setLong(memory, 0, MAGIC);
    return new MemberTable(memory);
  }

  /** Member: maps the table of the root. */
  static MemberTable open(Path file) throws IOException {
    MemorySegment memory = MappedFile.open(file, Arena.global());
    if (memory.byteSize() != (SLOTS + 1L) * ENTRY
        || SharedWords.getLong(memory, 0) != MAGIC
        || SharedWords.getInt(memory, AT_VERSION) != VERSION) {
      throw new IOException(file + " is no table of members, or one of another version of Brood");
    }
    return new MemberTable(memory);
  }

  static int slotOf(int id) {
    return id & (SLOTS - 1);
  }

  private static int roundOf(int id) {
    return id >>> SLOT_BITS;
  }

  private static long at(int slot) {
    return (slot + 1L) * ENTRY;
  }

  /** Root: returns the id that a slot's next member gets, after the member {@code before}. */
  static int nextId(int slot, int before) {
    return (roundOf(before) + 1) << SLOT_BITS | slot;
  }

  /** Root: enters a member. */
  void enter(int id, long pid, String name) {
    long entry = at(slotOf(id));
    SharedWords.setLong(memory, entry + AT_PID, pid);
    enterName(entry, name);
    SharedWords.setInt(memory, entry, id);
  }

  private void enterName(long entry, String name) {
    byte[] bytes = name.getBytes(UTF_8);
    byte[] kept = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_NAME));
    SharedBytes.put(memory, entry + AT_NAME, kept, 0, kept.length);
    SharedWords.setInt(memory, entry + AT_NAME_LENGTH, kept.length);
  }

  /** Member: gives itself another name. Who reads the old one meanwhile may read part of each. */
  void rename(int id, String name) {
    enterName(at(slotOf(id)), name);
  }

  /** Root: strikes out a member that has ended. */
  void strikeOut(int id) {
    SharedWords.setInt(memory, at(slotOf(id)), 0);
  }

  /** Returns the id of the living member of a slot, or 0. */
  int idAt(int slot) {
    return SharedWords.getInt(memory, at(slot));
  }

  long pidAt(int slot) {
    return SharedWords.getLong(memory, at(slot) + AT_PID);
  }

  String nameAt(int slot) {
    long entry = at(slot);
    int length = SharedWords.getInt(memory, entry + AT_NAME_LENGTH);
    byte[] name = new byte[Math.clamp(length, 0, MOST_NAME)];
    SharedBytes.get(memory, entry + AT_NAME, name, 0, name.length);
    return new String(name, UTF_8);
  }
}
