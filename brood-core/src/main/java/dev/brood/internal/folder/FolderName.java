package dev.brood.internal.folder;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Name of a private folder: {@code brood-<pid>-<start>-<serial>}, in base 36 but for the pid.
 *
 * <p>Pid and start time together tell whether a folder belongs to this very JVM, also where every
 * JVM has the same pid (containers) and where the library was loaded twice. A sweep must know that:
 * opening and closing the lock file of our own folder would give up our own lock.
 *
 * @param pid process id of the owner
 * @param start when the owner started, as far as its system tells
 * @param serial tells folders of one JVM apart, also of two copies of this library in it
 */
record FolderName(long pid, String start, String serial) {
  static final String PREFIX = "brood-";

  private static final int RADIX = 36;

  /** Not random: making the first secure random number takes longer than all the rest here. */
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  /** Returns a new name for a folder of this JVM. */
  static FolderName next() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    long serial = SERIAL.getAndIncrement() & Long.MAX_VALUE;
    return new FolderName(self.pid(), Long.toString(start, RADIX), Long.toString(serial, RADIX));
  }

  /** Returns the name that {@code text} is, or null if it is none. */
  static @Nullable FolderName parse(String text) {
    String[] cells = text.split("-", -1);
    if (cells.length != 4 || !text.startsWith(PREFIX)) {
      return null;
    }
    for (String cell : cells) {
      if (cell.isEmpty() || cell.length() > 20) {
        return null;
      }
    }
    try {
      return new FolderName(Long.parseLong(cells[1]), cells[2], cells[3]);
    } catch (NumberFormatException notOurs) {
      return null;
    }
  }

  boolean isOfSameJvmAs(FolderName other) {
    return pid == other.pid && start.equals(other.start);
  }

  @Override
  public String toString() {
    return PREFIX + pid + "-" + start + "-" + serial;
  }
}
