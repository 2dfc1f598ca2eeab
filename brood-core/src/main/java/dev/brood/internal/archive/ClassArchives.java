package dev.brood.internal.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The archives for the children of this JVM; each is looked up once. Any thread. */
public final class ClassArchives {
  /** More kinds of children than this start without archives. */
  private static final int MOST = 64;

  private static final ClassArchives OF_THIS_JVM = new ClassArchives(ArchiveFolder.ofUser());

  private final @Nullable ArchiveFolder folder;
  private final Map<List<String>, @Nullable ClassArchive> known = new HashMap<>();

  ClassArchives(@Nullable ArchiveFolder folder) {
    this.folder = folder;
  }

  /** Returns those of this JVM. */
  public static ClassArchives ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * Returns the archive for a command line, or null if there can be none.
   *
   * @param java the program
   * @param options all options of the JVM, {@code -cp} and its value among them
   */
  public synchronized @Nullable ClassArchive find(String java, List<String> options) {
    if (folder == null) {
      return null;
    }
    List<String> key = new ArrayList<>(options.size() + 1);
    key.add(java);
    for (String option : options) {
      if (!option.startsWith("-XX:ErrorFile=")) {
        key.add(option);
      }
    }
    if (!known.containsKey(key) && known.size() < MOST) {
      known.put(key, ClassArchive.of(folder, Path.of(java), options));
    }
    return known.get(key);
  }
}
