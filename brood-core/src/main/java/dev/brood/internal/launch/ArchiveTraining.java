package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.archive.ClassArchive;
import dev.brood.internal.command.CommandLine;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.folder.ShutdownSequence;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.ClassNames;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a class-data archive in the background: starts a child that loads what the others load, and
 * whose JVM writes the archive when it ends. Nobody waits for it. An owner that ends takes the
 * trainee with it, as any child, and what that had written is swept from the folder later.
 */
final class ArchiveTraining implements ChildListener {

  /** By then the first children are up, and the functions that they run are known. */
  private static final long DELAY_MILLIS = 1_000;

  private final ClassArchive archive;
  private final Set<String> names;
  private final Path unfinished;
  private final EventLoop loop = new EventLoop("brood-archive", null);
  private final ShutdownSequence.Registration atExit;
  private volatile @Nullable LinkedChild trainee;

  private ArchiveTraining(ClassArchive archive, Set<String> names, Path unfinished) {
    this.archive = archive;
    this.names = names;
    this.unfinished = unfinished;
    // A JVM that writes an archive has stopped its threads, and so does not see that its owner
    // ends.
    this.atExit = ShutdownSequence.register(ShutdownSequence.Stage.CHILDREN, this::kill);
  }

  /** Says that a child was started; has its archive made if that pays. */
  static void afterStart(LaunchSpec spec, ChildRequest request) {
    ClassArchive archive = CommandLine.ofThisJvm().archiveOf(spec);
    if (archive == null || !archive.wantsLook()) {
      return;
    }
    CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() ->
            Thread.ofPlatform()
                .daemon()
                .name("brood-archive-start")
                .start(() -> trainIfDue(archive, spec, request)));
  }

  private static void trainIfDue(ClassArchive archive, LaunchSpec spec, ChildRequest request) {
    if (archive.takeDue(request.classes().namesSent())) {
      train(archive, spec, request);
    }
  }

  private static void train(ClassArchive archive, LaunchSpec spec, ChildRequest request) {
    ArchiveTraining training = null;
    try {
      Set<String> names = archive.names();
      names.addAll(request.classes().namesSent());
      training = new ArchiveTraining(archive, names, archive.newUnfinished());
      training.trainee =
          LinkedChild.start(training.request(spec, request), training.loop, training);
      if (ShutdownSequence.hasBegun()) {
        training.kill();
      }
    } catch (IOException | ProcessStartException e) {
      Log.debug("no class-data archive is made", e);
      if (training != null) {
        training.end();
      }
    }
  }

  private void kill() {
    LinkedChild running = trainee;
    if (running != null) {
      running.kill();
    }
  }

  private ChildRequest request(LaunchSpec spec, ChildRequest of) {
    List<String> arguments = new ArrayList<>(spec.jvm().arguments());
    arguments.add("-XX:ArchiveClassesAtExit=" + unfinished);
    JvmOptions jvm =
        spec.jvm().withArguments(arguments.toArray(String[]::new)).withClassPath(archive.jars());
    LaunchSpec trainee = LaunchSpec.of("brood-archive", jvm, Stdio.discard(), StartMethod.SPAWN);
    Welcome welcome = of.welcome().inRole(Welcome.TRAINEE);
    return new ChildRequest(
        trainee,
        welcome,
        true,
        List.of(ClassNames.toParcel(RecordType.CLASS_NAMES, names)),
        false,
        of.classes());
  }

  @Override
  public void onReady(LinkedChild child) {
    Log.debug("a class-data archive is being made by pid=" + child.pid(), null);
  }

  @Override
  public void onBell() {
    // What the trainee writes is only a sample.
  }

  @Override
  public void onNotJoined(ProcessStartException failure, DeathReport report) {
    Log.debug("no class-data archive was made", failure);
    end();
  }

  @Override
  public void onDeath(LinkedChild child, DeathReport report) {
    child.close();
    try {
      if (report.exit().raw() == 0) {
        archive.publish(unfinished, names);
      }
    } catch (IOException e) {
      Log.debug("cannot keep a class-data archive", e);
    }
    end();
  }

  private void end() {
    atExit.close();
    loop.stop();
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      Log.debug("cannot delete " + unfinished, e);
    }
  }
}
