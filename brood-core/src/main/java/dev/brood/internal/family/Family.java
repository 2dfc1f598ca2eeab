package dev.brood.internal.family;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.folder.ShutdownSequence;
import dev.brood.internal.os.Futex;
import dev.brood.internal.wire.Welcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A family of processes, as one of its members sees it: the JVM that a user started, which is the
 * root, and everything below it. Others of the same user may join, such as one that opens a segment
 * by name.
 *
 * <p>The root's end is the end of the family: its folder goes, with all that is shared in it.
 */
public final class Family {

  /** How a member reaches the others. */
  interface Post {

    /** Wakes the sleepers that the process of a slot has in a wait set. */
    void ring(int slot, WaitKey key);

    /** Tells whether the root still is. */
    boolean isOpen();
  }

  /**
   * A member that lives.
   *
   * @param id its id
   * @param pid its process id
   * @param name its name
   */
  public record Member(int id, long pid, String name) {}

  /** The families that this JVM belongs to, by address. Guarded by itself. */
  private static final Map<Path, Family> JOINED = new HashMap<>();

  private final Path folder;
  private final Path fallback;
  private final MemberTable table;
  private final int self;
  private final Post post;
  private final Map<WaitKey, WaitSet> sleeping = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger deaths = new AtomicInteger();

  /**
   * Makes the view of one member.
   *
   * @param folder the address of the family, where its files are
   * @param fallback where files go for which there is no room in the folder
   * @param self the id of this process
   */
  Family(Path folder, Path fallback, MemberTable table, int self, Post post) {
    this.folder = folder;
    this.fallback = fallback;
    this.table = table;
    this.self = self;
    this.post = post;
  }

  /**
   * Returns the family that this JVM was born into, of which it becomes a member at the first call.
   *
   * @throws OwnerDiedException if the root of the family is gone
   */
  public static Family ofThisJvm() {
    Welcome welcome = Welcome.ofThisJvm();
    return welcome == null ? Hub.ofThisJvm().family() : at(Path.of(welcome.family()));
  }

  /**
   * Returns the family at an address, of which this JVM becomes a member at the first call.
   *
   * @throws OwnerDiedException if the root of the family is gone
   */
  public static Family at(Path address) {
    if (Hub.isOfThisJvm(address)) {
      return Hub.ofThisJvm().family();
    }
    synchronized (JOINED) {
      Family family = JOINED.get(address);
      if (family == null) {
        family = Membership.join(address);
        JOINED.put(address, family);
      }
      family.mustBeOpen();
      return family;
    }
  }

  /** Something that was to be done at exit. */
  public interface AtExit {

    /** Takes it back. */
    void close();
  }

  /** Has something done when this JVM exits. */
  public static AtExit atExit(AutoCloseable action) {
    return ShutdownSequence.register(ShutdownSequence.Stage.FOLDERS, action)::close;
  }

  /** Returns where the family is: the folder that its root keeps until the family ends. */
  public Path address() {
    return folder;
  }

  /** Returns the id of this process: not zero, and never given to another member. */
  public int self() {
    return self;
  }

  /** Returns the slot of a member, below {@link dev.brood.internal.region.Segment#SLOTS}. */
  public static int slotOf(int id) {
    return MemberTable.slotOf(id);
  }

  /** Tells whether a member lives; 0 is none. */
  public boolean isAlive(int id) {
    return id != 0 && (id == self || table.idAt(slotOf(id)) == id);
  }

  /** Tells whether this process still has the root, through which others wake it. */
  public boolean isOpen() {
    return post.isOpen();
  }

  /**
   * Fails when this process has lost the root, so that nobody would wake it any more.
   *
   * @throws OwnerDiedException if it has
   */
  void mustBeOpen() {
    if (!isOpen()) {
      throw new OwnerDiedException("the root of the family at " + folder + " is gone");
    }
  }

  /** Returns how many deaths this process has heard of: if it changes, look who still lives. */
  public int deaths() {
    return deaths.get();
  }

  /** Returns the id of the member that lives in a slot, or 0. */
  public int idAt(int slot) {
    return table.idAt(slot);
  }

  /** Gives this member another name. */
  void rename(String name) {
    table.rename(self, name);
  }

  /** Returns who a member is; if it is dead, without pid and name. */
  public Member member(int id) {
    int slot = slotOf(id);
    Member member = new Member(id, table.pidAt(slot), table.nameAt(slot));
    return table.idAt(slot) == id ? member : new Member(id, 0, "");
  }

  /** Returns a number that no other shared thing of the family has. */
  long nextNumber() {
    return (long) self << Integer.SIZE | numbers.incrementAndGet();
  }

  /** Returns which member has drawn a number. */
  static int makerOf(long number) {
    return (int) (number >>> Integer.SIZE);
  }

  /** Returns the directory for a file of some size: memory if there is room, else the fallback. */
  Path directoryFor(long size) {
    // Plain java.io: it asks the kernel, where java.nio's FileStore first reads the mount table.
    return folder.toFile().getUsableSpace() >= size ? folder : fallback;
  }

  /** Tells whether the folder is on a file system that is memory only. */
  public boolean isInMemory() {
    return !folder.equals(fallback);
  }

  /** Tells whether threads of this process sleep and wake by futex while a wait is short. */
  public boolean wakesByFutex() {
    return Futex.isPermitted();
  }

  /** Returns where the files of the family are. */
  List<Path> folders() {
    return isInMemory() ? List.of(folder, fallback) : List.of(folder);
  }

  /** Returns where a file of this name is, or would be. */
  public Path find(String file) throws IOException {
    Path inFallback = fallback.resolve(file);
    return Files.exists(inFallback) ? inFallback : folder.resolve(file);
  }

  /** Returns how the names of files begin that go with a member, however it ends. */
  static String prefixOf(int member) {
    return "of-" + Integer.toHexString(member) + "-";
  }

  /**
   * Returns where to put a file that goes with this process, however that ends: a name with that
   * end, which no other file has.
   */
  public Path newFile(String end) {
    String number = Integer.toHexString(numbers.incrementAndGet());
    return folder.resolve(prefixOf(self) + number + end);
  }

  /** Returns the files of all members whose names have that end; some may be gone by now. */
  public List<Path> filesOfMembers(String end) {
    List<Path> found = new ArrayList<>();
    // A loop: this runs in a cold JVM.
    for (String name : Objects.requireNonNullElse(folder.toFile().list(), new String[0])) {
      if (name.endsWith(end)) {
        found.add(folder.resolve(name));
      }
    }
    return found;
  }

  /** Wakes the sleepers of a process; returns false if it is dead. */
  boolean ring(int slot, WaitKey key, WaitSet set) {
    if (slot == slotOf(self)) {
      set.ring();
      return true;
    }
    if (idAt(slot) == 0) {
      return false;
    }
    if (!set.ringByFutex(slot)) {
      post.ring(slot, key);
    }
    return true;
  }

  void sleepersIn(WaitKey key, WaitSet set) {
    sleeping.put(key, set);
  }

  void noSleepersIn(WaitKey key, WaitSet set) {
    sleeping.remove(key, set);
  }

  /** Wakes the sleepers that this process has in a set. */
  void wake(WaitKey key) {
    WaitSet set = sleeping.get(key);
    if (set != null) {
      set.ring();
    }
  }

  /** Wakes all sleepers of this process, which then look who still lives. */
  void wakeEverybody() {
    deaths.incrementAndGet();
    sleeping.values().forEach(WaitSet::ring);
  }
}
