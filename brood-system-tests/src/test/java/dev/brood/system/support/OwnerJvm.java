package dev.brood.system.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM as a user starts one: its {@code main} uses the library, so it can be killed as a whole.
 */
public final class OwnerJvm implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final Path error;

  private OwnerJvm(Process process, Path output, Path error) {
    this.process = process;
    this.output = output;
    this.error = error;
  }

  /** Starts the main class of a program. */
  public static OwnerJvm start(Class<?> program, Object... arguments) {
    return start(List.of(), program, arguments);
  }

  /** Starts the main class of a program in a JVM with options. */
  public static OwnerJvm start(List<String> options, Class<?> program, Object... arguments) {
    return start(List.of(), options, program, arguments);
  }

  /** Starts a program as a shell does for a terminal: it leads a group of processes. */
  public static OwnerJvm startAsGroup(Class<?> program, Object... arguments) {
    // Tests that a shell runs in its background inherit that this signal is ignored.
    List<String> prefix = List.of("env", "--default-signal=INT", "setsid");
    return start(prefix, List.of(), program, arguments);
  }

  /** Starts the main class of a program behind a command that ends with {@code "$@"}. */
  public static OwnerJvm start(
      List<String> prefix, List<String> options, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Ddev.brood.cache=off"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    try {
      Path output = Files.createTempFile("owner", ".out");
      Path error = Files.createTempFile("owner", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(error.toFile())
              .start();
      return new OwnerJvm(process, output, error);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Kills it (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end (SIGTERM). */
  public void terminate() {
    process.destroy();
  }

  /** Does what a terminal does at Ctrl-C: sends SIGINT to the whole group that it leads. */
  public void interruptGroup() {
    try {
      int code =
          new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError("kill ended with code=" + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode() throws InterruptedException {
    return exitCode(Delays.PATIENT);
  }

  /** Waits for its end, for some time, and returns its exit code. */
  public int exitCode(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "still running: " + ThreadDump.of(process.toHandle()) + output() + error());
    }
    return process.exitValue();
  }

  /** Returns what it has printed so far. */
  public String output() {
    return read(output);
  }

  /** Returns what it has printed to standard error so far. */
  public String error() {
    return read(error);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it if it still runs, and deletes what it printed. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
      Files.deleteIfExists(output);
      Files.deleteIfExists(error);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
