package dev.brood.internal.launch;

import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.death.DeathReport;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts {@link Programs} and waits for them, within bounds. */
public final class Children {
  public static final long SECONDS = 30;

  private Children() {}

  public static LaunchSpec spec(Path folder, Class<?> program, String... arguments) {
    return new LaunchSpec(
        program.getSimpleName(),
        "c1",
        folder,
        JvmOptions.defaults(),
        Stdio.forward(),
        StartMethod.SPAWN,
        List.of(),
        null,
        program.getName(),
        List.of(arguments));
  }

  public static DeathReport await(ChildJvm child)
      throws ExecutionException, InterruptedException, TimeoutException {
    return child.onExit().get(SECONDS, TimeUnit.SECONDS);
  }

  /** Runs the program to its end; returns the lines it printed on its standard output. */
  public static List<String> linesOf(LaunchSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    Lines lines = new Lines();
    await(ChildJvm.start(spec.withStdio(Stdio.listener(lines))));
    return lines.of(Stdio.Source.OUTPUT);
  }

  /** Runs a plain {@code java} with the test's class path and the options given. */
  public static List<String> linesOfJava(
      List<String> options, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    Process process = javaProcess(options, program, arguments).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return lines;
  }

  public static ProcessBuilder javaProcess(
      List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Keeps what it is told. */
  static final class Lines implements Stdio.Listener {
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final List<String> error = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void line(Stdio.Source kind, String line) {
      of(kind).add(line);
    }

    List<String> of(Stdio.Source kind) {
      return kind == Stdio.Source.OUTPUT ? output : error;
    }
  }
}
