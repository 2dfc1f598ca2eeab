package dev.brood.cli.doctor;

import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.benchmarks.limit.BareJvmStart;
import dev.brood.internal.archive.ArchiveFolder;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;
import dev.brood.process.Spares;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How fast children start here, found out by starting some. */
final class StartFindings {

  private static final int STARTS = 5;

  private static final Duration PATIENT = Duration.ofSeconds(20);

  /** Somebody who looks on would say that this is slow. */
  private static final double MOST_TIMES_BARE = 2.5;

  private StartFindings() {}

  static Finding archive() {
    return archive(ArchiveFolder.ofUser());
  }

  static Finding archive(@Nullable ArchiveFolder folder) {
    String name = "archive";
    if (folder == null) {
      return System.getProperty(ArchiveFolder.PROPERTY, "").isEmpty()
          ? Finding.advice(
              name,
              "none: no home folder",
              "set XDG_CACHE_HOME, or -D" + ArchiveFolder.PROPERTY + "=FOLDER")
          : Finding.ok(name, "off");
    }
    List<Path> archives = folder.archives();
    long bytes = archives.stream().mapToLong(ArchiveFolder::size).sum();
    String value = "%d, %s in %s".formatted(archives.size(), Sizes.text(bytes), folder.path());
    Finding finding =
        folder.prepare()
            ? Finding.ok(name, value)
            : Finding.advice(
                name,
                value + ", which is not writable, or not by its owner alone",
                "chmod 700 " + folder.path() + ", or -D" + ArchiveFolder.PROPERTY + "=FOLDER");
    return finding.with("archives", archives.size()).with("archive_bytes", bytes);
  }

  /** Starts children one after the other, each a JVM of its own. */
  static Finding spawn() throws InterruptedException {
    double ours;
    double bare;
    try {
      startAndJoin(StartMethod.SPAWN);
      double[] millis = new double[STARTS];
      for (int i = 0; i < STARTS; i++) {
        millis[i] = startAndJoin(StartMethod.SPAWN).total;
      }
      ours = Statistics.median(millis);
      bare = new BareJvmStart(Settings.of(1, 0).with("starts", STARTS)).sample();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Finding.problem(
          "spawn", "does not work: " + e, "see docs/packaging.md for what children need");
    }
    return spawn(ours, bare);
  }

  static Finding spawn(double ours, double bare) {
    String value =
        String.format(
            Locale.ROOT,
            "start and join in %.0f ms, median of %d; a bare java takes %.0f ms",
            ours,
            STARTS,
            bare);
    Finding finding =
        ours > bare * MOST_TIMES_BARE
            ? Finding.advice(
                "spawn", value, "use FORKSERVER, and see whether the class path is long or slow")
            : Finding.ok("spawn", value);
    return finding.with("spawn_millis", ours).with("bare_java_millis", bare);
  }

  /** Takes spares one after the other, each when it is ready. */
  static Finding spare() throws InterruptedException {
    double[] handOut = new double[STARTS];
    double[] total = new double[STARTS];
    try {
      for (int i = -1; i < STARTS; i++) {
        if (!Spares.prepare(PATIENT)) {
          return Finding.advice(
              "spare",
              "none came up in " + PATIENT.toSeconds() + " s",
              "use SPAWN; spares need as much memory as workers do");
        }
        Times each = startAndJoin(StartMethod.FORKSERVER);
        if (i >= 0) {
          handOut[i] = each.start;
          total[i] = each.total;
        }
      }
    } catch (IOException | RuntimeException e) {
      return Finding.problem("spare", "does not work: " + e, "use SPAWN");
    } finally {
      Spares.release();
    }
    double given = Statistics.median(handOut);
    double joined = Statistics.median(total);
    String value =
        String.format(
            Locale.ROOT,
            "handed out in %.1f ms, start and join in %.1f ms, median of %d",
            given,
            joined,
            STARTS);
    return Finding.ok("spare", value)
        .with("hand_out_millis", given)
        .with("start_and_join_millis", joined);
  }

  private record Times(double start, double total) {}

  private static Times startAndJoin(StartMethod method) throws InterruptedException, IOException {
    long begin = System.nanoTime();
    JvmProcess child = JvmProcess.builder().target(() -> {}).startMethod(method).start();
    long started = System.nanoTime();
    boolean ended = child.join(PATIENT);
    long end = System.nanoTime();
    if (!ended) {
      child.kill();
    }
    if (!ended || !child.exitStatus().orElseThrow().isSuccess()) {
      throw new IOException("a child that should do nothing did not end well: " + child);
    }
    return new Times((started - begin) / 1e6, (end - begin) / 1e6);
  }
}
