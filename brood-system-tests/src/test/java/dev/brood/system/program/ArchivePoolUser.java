package dev.brood.system.program;

import dev.brood.jvm.JvmOptions;
import dev.brood.pool.Pool;
import java.util.List;

/**
 * Starts workers until there is an archive, and one more. Arguments: the cache, and a file for what
 * that one has loaded.
 */
public final class ArchivePoolUser {
  private ArchivePoolUser() {}

  public static void main(String[] args) {
    JvmOptions options = ArchiveUser.tellingWhatIsLoaded(args[1]);
    mapInOneWorker(options);
    mapInOneWorker(options);
    ArchiveUser.awaitArchive(args[0]);
    mapInOneWorker(options);
  }

  private static void mapInOneWorker(JvmOptions options) {
    try (Pool pool = Pool.builder().workers(1).jvm(options).build()) {
      if (!pool.map(x -> x + 1, List.of(1, 2)).equals(List.of(2, 3))) {
        throw new IllegalStateException("wrong results");
      }
    }
  }
}
