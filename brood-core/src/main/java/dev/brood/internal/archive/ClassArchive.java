package dev.brood.internal.archive;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The archive for children with one Java, one set of options and one class path: the classes that
 * they load, parsed and verified before, to be mapped by the JVM (a dynamic archive of <a
 * href="https://openjdk.org/jeps/350">JEP 350</a>, on top of the JDK's own).
 *
 * <p>No class is ever stale. The name of the file says what it was made from, each jar with its
 * size and time; and the JVM compares these once more when it maps the archive. One that does not
 * fit is passed over, and the child starts as it would without.
 *
 * <p>Beside it stands a list of the classes that children were sent when it was made. Programs that
 * share a class path share the archive, so one that needs others has it made again, with those too.
 *
 * <p>Why no ahead-of-time cache: JDK 25.0.3 runs the old classes of a jar that has changed
 * (JDK-8377932), and one that is refused takes the JDK's own archive with it.
 */
public final class ClassArchive {
  static final String UNFINISHED = ".part";

  /** The first child of an owner gets by without; a second one says that there may be more. */
  private static final int STARTS_BEFORE_TRAINING = 2;

  /** More classes than this are not asked for by name, in one archive. */
  private static final int MOST_NAMES = 1024;

  private final ArchiveFolder folder;
  private final File file;
  private final Path namesFile;
  private final List<Path> jars;
  private int starts;
  private boolean looking;
  private boolean taken;

  private ClassArchive(ArchiveFolder folder, String key, List<Path> jars) {
    this.folder = folder;
    Path archive = folder.archive(key);
    this.file = archive.toFile();
    this.namesFile = ArchiveFolder.namesOf(archive);
    this.jars = jars;
  }

  /**
   * Returns the archive for a command line, which need not exist yet, or null if there can be none.
   *
   * @param java the program
   * @param options all options of the JVM, {@code -cp} and its value among them
   */
  static @Nullable ClassArchive of(ArchiveFolder folder, Path java, List<String> options) {
    MessageDigest digest = sha256();
    Path home = java.toAbsolutePath().resolve("../..").normalize();
    for (String part : List.of("release", "lib/modules")) {
      Path file = home.resolve(part);
      if (!Files.isRegularFile(file)) {
        return null;
      }
      add(digest, stamp(file));
    }
    List<Path> jars = List.of();
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.equals("-cp")) {
        jars = leadingJars(options.get(i + 1));
        break;
      }
      if (isAgainstArchives(option)) {
        return null;
      }
      if (matters(option)) {
        add(digest, option);
      }
    }
    if (jars.isEmpty()) {
      return null;
    }
    jars.forEach(jar -> add(digest, stamp(jar)));
    String key = HexFormat.of().formatHex(digest.digest(), 0, 16);
    return new ClassArchive(folder, key, jars);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String part) {
    digest.update(part.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static String stamp(Path file) {
    File plain = file.toFile();
    return plain + "|" + plain.length() + "|" + plain.lastModified();
  }

  /**
   * An archive covers the jars at the beginning of the class path, up to the first directory: a JVM
   * archives no class that may be replaced at any time.
   */
  private static List<Path> leadingJars(String classPath) {
    List<Path> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.endsWith(".jar") || !new File(entry).isFile()) {
        break;
      }
      jars.add(Path.of(entry));
    }
    return List.copyOf(jars);
  }

  /** Options that bring an archive of their own, or change what classes are. */
  private static boolean isAgainstArchives(String option) {
    return option.startsWith("-Xshare")
        || option.startsWith("-XX:SharedArchiveFile")
        || option.startsWith("-XX:ArchiveClassesAtExit")
        || option.startsWith("-XX:+AutoCreateSharedArchive")
        || option.startsWith("-XX:AOT")
        || option.startsWith("-javaagent")
        || option.startsWith("-agent")
        || option.startsWith("-Djava.system.class.loader")
        || option.startsWith("--patch-module")
        || option.startsWith("--limit-modules")
        || option.startsWith("--upgrade-module-path")
        || option.startsWith("--module-path");
  }

  /** Whether the JVM would refuse an archive that was made with another value. */
  private static boolean matters(String option) {
    return !option.startsWith("-D")
        && !option.startsWith("-Xm")
        && !option.startsWith("-Xss")
        && !option.startsWith("-XX:ErrorFile=");
  }

  /** Returns the option that has a child use the archive, or null if it does not exist. */
  public @Nullable String option() {
    if (!file.isFile() || !folder.isOurs()) {
      return null;
    }
    ArchiveFolder.touch(file);
    return "-XX:SharedArchiveFile=" + file;
  }

  /** Returns the class path that the archive is made for: the beginning of the children's. */
  public List<Path> jars() {
    return jars;
  }

  /**
   * Says that a child was started. Returns true if somebody should look, with {@link #takeDue},
   * whether the archive is to be made: a little later, when it is known which classes the first
   * children were sent.
   */
  public synchronized boolean wantsLook() {
    starts++;
    if (starts < STARTS_BEFORE_TRAINING || looking || taken) {
      return false;
    }
    looking = true;
    return true;
  }

  /**
   * Tells, once, that it pays to make the archive now: there is none, or the one there was made
   * when other classes were needed.
   *
   * @param needed names of classes that children were sent
   */
  public synchronized boolean takeDue(Set<String> needed) {
    looking = false;
    if (taken || (file.isFile() && !lacks(needed)) || !folder.prepare()) {
      return false;
    }
    taken = true;
    return true;
  }

  private boolean lacks(Set<String> needed) {
    Set<String> known = names();
    return !known.containsAll(needed) && known.size() + needed.size() <= MOST_NAMES;
  }

  /** Returns the names of the classes that the archive was asked to hold. */
  public Set<String> names() {
    try {
      return new LinkedHashSet<>(Files.readAllLines(namesFile));
    } catch (IOException noneOrUnreadable) {
      return new LinkedHashSet<>();
    }
  }

  /** Returns a file beside the archive, for the JVM that makes it. */
  public Path newUnfinished() throws IOException {
    Path unfinished = Files.createTempFile(folder.path(), "", UNFINISHED);
    // The JVM warns of a file that is there already.
    Files.delete(unfinished);
    return unfinished;
  }

  /**
   * Makes a finished archive the one that children use, all at once; the last of many wins.
   *
   * @param names of the classes that it was asked to hold
   */
  public void publish(Path unfinished, Set<String> names) throws IOException {
    if (ArchiveFolder.size(unfinished) == 0) {
      throw new IOException(unfinished + " is empty");
    }
    Files.move(unfinished, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
    // In this order: without its names an archive is only made once more.
    Path unfinishedNames = newUnfinished();
    Files.write(unfinishedNames, names);
    Files.move(unfinishedNames, namesFile, StandardCopyOption.ATOMIC_MOVE);
    folder.trim();
  }
}
