package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.benchmarks.limit.ManyJars;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.process.Spares;
import dev.brood.queue.SharedQueue;
import dev.brood.sync.SharedLock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts children that do next to nothing, one or several at once, and joins them. */
final class ProcessStart implements Probe {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final int starts;
  private final int atOnce;
  private final StartMethod method;
  private final JvmOptions options;
  private final ProcessTarget target;

  private ProcessStart(Settings settings, StartMethod method, ProcessTarget target)
      throws IOException {
    this.target = target;
    this.starts = settings.size("starts");
    this.atOnce = settings.sizes().getOrDefault("children", 1);
    this.method = method;
    int jars = settings.sizes().getOrDefault("jars", 0);
    this.options = jars == 0 ? JvmOptions.defaults() : behind(ManyJars.make(jars));
  }

  private static JvmOptions behind(List<Path> jars) {
    List<Path> entries = new ArrayList<>(jars);
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(each));
    }
    return JvmOptions.defaults().withClassPath(entries);
  }

  static ProcessStart spawn(Settings settings) throws IOException {
    return new ProcessStart(settings, StartMethod.SPAWN, () -> {});
  }

  /** What is shared is kept until this JVM ends, as a program would keep it. */
  static ProcessStart firstLock(Settings settings) throws IOException {
    SharedLock lock = SharedLock.create();
    return new ProcessStart(settings, StartMethod.SPAWN, () -> use(lock));
  }

  private static void use(SharedLock lock) {
    lock.lock();
    try {
      Thread.onSpinWait();
    } finally {
      lock.unlock();
    }
  }

  static ProcessStart firstPut(Settings settings) throws IOException {
    SharedQueue<Integer> queue = SharedQueue.unbounded();
    return new ProcessStart(settings, StartMethod.SPAWN, () -> queue.put(1));
  }

  static ProcessStart forkserver(Settings settings) throws IOException {
    return new ProcessStart(settings, StartMethod.FORKSERVER, () -> {});
  }

  @Override
  public double sample() throws Exception {
    double[] millis = new double[starts];
    for (int i = 0; i < starts; i++) {
      awaitSpares(method);
      millis[i] = Elapsed.of(this::startAndJoin).millis();
    }
    return Statistics.median(millis);
  }

  /**
   * The fork server of CPython, and the process that it forks, are ready before each start as well,
   * and that is not timed.
   */
  static void awaitSpares(StartMethod method) throws InterruptedException {
    if (method != StartMethod.SPAWN && !Spares.prepare(PATIENT)) {
      throw new IllegalStateException("no spares");
    }
  }

  private void startAndJoin() throws InterruptedException {
    List<JvmProcess> children = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      children.add(JvmProcess.builder().target(target).jvm(options).startMethod(method).start());
    }
    for (JvmProcess child : children) {
      child.join();
      Optional<ExitStatus> status = child.exitStatus();
      if (!status.equals(Optional.of(new ExitStatus.Exited(0)))) {
        throw new IllegalStateException("the child ended with " + status);
      }
    }
  }

  @Override
  public void close() {
    Spares.release();
  }
}
