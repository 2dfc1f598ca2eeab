package dev.brood.benchmarks.harness;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts each side as a process of its own: ours and the limit as {@link MeasureMain}, the peer as
 * a CPython script.
 */
final class SideProcesses implements SideStarter {

  private final Workspace workspace;
  private final Optional<Python> python;

  SideProcesses(Workspace workspace, Optional<Python> python) {
    this.workspace = workspace;
    this.python = python;
  }

  @Override
  public Side ours(Row row, Settings settings) throws SideFailedException {
    return SideProcess.start("ours", measure(MeasureMain.OURS, row, settings), Map.of());
  }

  @Override
  public Optional<Side> peer(Row row, Settings settings) throws SideFailedException {
    if (python.isEmpty() || !row.hasPeer()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    command.add(python.get().executable().toString());
    command.add(workspace.scripts().resolve("brood_peer.py").toString());
    command.add(row.name());
    command.addAll(words(settings));
    return Optional.of(SideProcess.start("CPython peer", command, Map.of()));
  }

  @Override
  public Optional<Side> limit(Row row, Settings settings) throws SideFailedException {
    if (row.limit().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        SideProcess.start("limit", measure(MeasureMain.LIMIT, row, settings), Map.of()));
  }

  private List<String> measure(String side, Row row, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (side.equals(MeasureMain.LIMIT)) {
      // Its files go with the workspace even when it is killed. Ours keeps the folder that users
      // have.
      command.add("-Djava.io.tmpdir=" + workspace.root());
    }
    command.add("-cp");
    command.add(classPath());
    command.add(MeasureMain.class.getName());
    command.add(side);
    command.add(row.name());
    command.addAll(words(settings));
    return command;
  }

  /** Everything this JVM sees, as a class path also if it is on the module path. */
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .map(property -> System.getProperty(property, ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The bound in seconds, then the sizes as {@code name=value}, for Java and Python alike. */
  private static List<String> words(Settings settings) {
    List<String> words = new ArrayList<>();
    words.add(String.valueOf(settings.bound().toSeconds()));
    new TreeMap<>(settings.sizes()).forEach((name, size) -> words.add(name + "=" + size));
    return words;
  }
}
