package dev.brood.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of one run: the CPython scripts, and what the limits need. Gone with the run, also when
 * the user stops it.
 */
public final class Workspace implements AutoCloseable {

  private static final List<String> SCRIPTS =
      List.of(
          "brood_peer.py",
          "peer_start.py",
          "peer_pool.py",
          "peer_executor.py",
          "peer_manager.py",
          "peer_pipe.py",
          "peer_queue.py",
          "peer_lock.py",
          "peer_memory.py",
          "peer_compute.py",
          "peer_idle.py");

  private final Path root;
  private final Thread hook = new Thread(this::delete);

  private Workspace(Path root) {
    this.root = root;
  }

  /** Creates the folder and puts the scripts there. */
  public static Workspace create() throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory("brood-bench-"));
    Runtime.getRuntime().addShutdownHook(workspace.hook);
    Files.createDirectory(workspace.scripts());
    for (String script : SCRIPTS) {
      copyResource("/dev/brood/benchmarks/python/" + script, workspace.scripts().resolve(script));
    }
    return workspace;
  }

  /** Returns the folder. */
  Path root() {
    return root;
  }

  /** Returns the folder of the CPython scripts. */
  Path scripts() {
    return root.resolve("python");
  }

  /** Copies a file that is packed with this class. */
  static void copyResource(String name, Path target) throws IOException {
    try (InputStream content = Workspace.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new IOException("the benchmarks are packed without " + name);
      }
      Files.copy(content, target);
    }
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // Then the hook finds nothing to do.
    }
  }

  private void delete() {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(Workspace::deleteFile);
    } catch (IOException | UncheckedIOException concurrentlyChanged) {
      System.getLogger(Workspace.class.getName())
          .log(System.Logger.Level.WARNING, "left behind: " + root, concurrentlyChanged);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException cannotDelete) {
      throw new UncheckedIOException(cannotDelete);
    }
  }
}
