package dev.brood.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The CPython of this machine.
 *
 * @param executable the interpreter itself, not a script on the search path that chooses one
 */
public record Python(Path executable) {

  /** Names another interpreter than {@code python3}. */
  public static final String VARIABLE = "BROOD_PYTHON";

  private static final Duration TO_ANSWER = Duration.ofSeconds(20);

  /**
   * Returns the interpreter named by {@value #VARIABLE}, or else {@code python3}; empty if it
   * cannot be run.
   */
  public static Optional<Python> find() throws InterruptedException {
    String command = System.getenv().getOrDefault(VARIABLE, "python3");
    return find(command);
  }

  static Optional<Python> find(String command) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command, "-c", "import sys; print(sys.executable)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noSuchCommand) {
      return Optional.empty();
    }
    try {
      // One short line fits into the pipe, so the process can end before it is read.
      if (!process.waitFor(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        return Optional.empty();
      }
      String line = process.inputReader().readLine();
      return line == null || line.isBlank()
          ? Optional.empty()
          : Optional.of(new Python(Path.of(line.strip())));
    } catch (IOException unreadable) {
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }
}
