package dev.brood.memory;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.family.Family;
import java.nio.file.Path;

/**
 * How the processes of a family share: what this machine offers, and which ways were chosen.
 *
 * <p>All of it can be done with what the JDK has on every platform: mapped files, and sockets of
 * the Unix domain to wake each other. On Linux a JVM that was started with {@code
 * --enable-native-access}, for the module of Brood or for {@code ALL-UNNAMED} if it is on the class
 * path, also lets waiting threads sleep on a word of the shared memory itself, by futex(2): who
 * waits for a lock, a queue or the like is then woken in some microseconds, not some ten. Children
 * have what their owner has. Both kinds of JVM may share a thing; nobody waits in vain.
 *
 * @param folder where the files are that processes share: segments, and the rings of pools and
 *     pipes
 * @param inMemory whether that is memory only; if not, the kernel may write the files to disk,
 *     which is slower and otherwise the same
 * @param freeBytes how much room there is in the folder; what needs more goes to a folder on disk
 * @param nativeAccess whether this JVM lets Brood call native code
 * @param futex whether threads of this JVM sleep and wake by futex(2) while a wait is short
 * @since 0.1
 */
public record SharingReport(
    Path folder, boolean inMemory, long freeBytes, boolean nativeAccess, boolean futex) {

  /**
   * Looks at the family of this JVM, as it is now.
   *
   * @throws OwnerDiedException if the JVM at the root of the family is gone
   */
  public static SharingReport take() {
    Family family = Family.ofThisJvm();
    Path folder = family.address();
    return new SharingReport(
        folder,
        family.isInMemory(),
        // Plain java.io: it asks the kernel, where java.nio's FileStore first reads the mount
        // table.
        folder.toFile().getUsableSpace(),
        SharingReport.class.getModule().isNativeAccessEnabled(),
        family.wakesByFutex());
  }

  /** Returns the report as text, a line for each of what is shared. */
  @Override
  public String toString() {
    String place = folder + (inMemory ? " in memory" : " on disk") + ", free=" + freeBytes;
    String wakeUps = "a message through a socket of the Unix domain";
    return """
    segments: files mapped by each process, %s
    pools and pipes: rings in such files; with Transport.SOCKET, sockets of the Unix domain
    wake-ups: %s
    native access: %s
    """
        .formatted(
            place,
            futex ? "futex in the first millisecond of a wait, then " + wakeUps : wakeUps,
            nativeAccess ? "granted" : "not granted, --enable-native-access does");
  }
}
