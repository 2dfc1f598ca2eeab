package dev.brood.system.program;

import dev.brood.jvm.JvmOptions;
import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import dev.brood.sync.SharedLock;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.File;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts two children, which is when an archive is made, and one more; all use what is shared.
 * Arguments: what to do between, the cache, and perhaps a file for what the last child has loaded.
 */
public final class ArchiveUser {
  private ArchiveUser() {}

  /** What to do until the third child is started. */
  public enum Until {
    /** Nothing. */
    AT_ONCE,
    /** Wait for an archive. */
    ARCHIVED,
    /** Wait until the JVM that makes it has come and gone. */
    TRAINED,
    /** Kill the JVM that makes it. */
    KILLED
  }

  public static void main(String[] args) throws InterruptedException {
    JvmOptions options = JvmOptions.defaults();
    if (args.length > 2) {
      options = tellingWhatIsLoaded(args[2]);
    }
    start(options);
    start(options);
    switch (Until.valueOf(args[0])) {
      case AT_ONCE -> {}
      case ARCHIVED -> awaitArchive(args[1]);
      case TRAINED -> awaitEnd(trainer());
      case KILLED -> {
        ProcessHandle trainer = trainer();
        trainer.destroyForcibly();
        awaitEnd(trainer);
      }
    }
    start(options);
  }

  /** Waits until the JVM that makes the archive runs. */
  private static ProcessHandle trainer() {
    AtomicReference<ProcessHandle> found = new AtomicReference<>();
    Waits.until(
        "a trainer",
        Delays.PATIENT,
        () -> {
          child().ifPresent(found::set);
          return found.get() != null;
        });
    return found.get();
  }

  private static Optional<ProcessHandle> child() {
    return ProcessHandle.current().children().findFirst();
  }

  private static void awaitEnd(ProcessHandle trainer) {
    Waits.until("the end of the trainer", Delays.PATIENT, () -> !trainer.isAlive());
  }

  /** Returns options of a child that writes into a file which classes it loads, from where. */
  static JvmOptions tellingWhatIsLoaded(String file) {
    return JvmOptions.defaults().withArguments("-Xlog:class+load=info:file=" + file + ":none");
  }

  static void awaitArchive(String cache) {
    File folder = new File(cache);
    Waits.until("an archive", Delays.PATIENT, () -> hasArchive(folder));
  }

  private static boolean hasArchive(File folder) {
    String[] archives = folder.list((in, name) -> name.endsWith(".jsa"));
    return archives != null && archives.length > 0;
  }

  private static void start(JvmOptions options) throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        SharedQueue<String> queue = SharedQueue.unbounded();
        JvmProcess child =
            JvmProcess.builder().target(() -> use(lock, queue)).jvm(options).start()) {
      child.join();
      System.out.println(queue.take());
    }
  }

  private static void use(SharedLock lock, SharedQueue<String> queue) throws InterruptedException {
    lock.lock();
    try {
      queue.put(tellWhetherArchived());
    } finally {
      lock.unlock();
    }
  }

  private static String tellWhetherArchived() {
    String line = ProcessHandle.current().info().commandLine().orElse("");
    return line.contains("-XX:SharedArchiveFile=") ? "archived" : "plain";
  }
}
