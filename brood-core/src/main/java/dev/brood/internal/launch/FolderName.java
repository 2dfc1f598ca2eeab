package dev.brood.internal.launch;

import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Name of a private folder: {@code brood-<pid>-<start>-<random>}, in base 36 but for the pid.
 *
 * <p>Pid and start time together tell whether a folder belongs to this very JVM, also where every
 * JVM has the same pid (containers) and where the library was loaded twice. A sweep must know that:
 * opening and closing the lock file of our own folder would give up our own lock.
 *
 * @param pid process id of the owner
 * @param start when the owner started, as far as its system tells
 * @param random tells folders of one JVM apart
 */
record FolderName(long pid, String start, String random) {
  static final String PREFIX = "brood-";

  private static final int RADIX = 36;
  private static final long RANDOM_BOUND = 36L * 36 * 36 * 36 * 36 * 36;

  /** Returns a new name for a folder of this JVM. */
  static FolderName next() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    long random = new SecureRandom().nextLong(RANDOM_BOUND);
    return new FolderName(self.pid(), Long.toString(start, RADIX), Long.toString(random, RADIX));
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
    return PREFIX + pid + "-" + start + "-" + random;
  }
}
