package dev.brood.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One run of a program in a JVM of its own: what it wrote, how it ended, and which processes it
 * left behind.
 *
 * @param exitCode its exit code
 * @param out the lines of its standard output
 * @param err the lines of its standard error
 * @param took from its start to its end
 * @param leftBehind what it started and what is still alive; ended by now
 */
record ProgramRun(
    int exitCode, List<String> out, List<String> err, Duration took, Set<Long> leftBehind) {
  /** How often the family tree is looked at. What is left behind lives longer than this. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * How long after the end of the program its children may still be seen: also ended ones are,
   * until the first process of the system has taken notice, which some do every two seconds.
   */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * Runs the main method of a class with the class path of this JVM.
   *
   * @throws AssertionError if it does not end in time; it and all that it started are killed then
   */
  static ProgramRun of(Class<?> program, Duration limit, String... args)
      throws IOException, InterruptedException {
    return of(
        limit,
        Stream.concat(
                Stream.of("-cp", System.getProperty("java.class.path"), program.getName()),
                Arrays.stream(args))
            .toList());
  }

  /** Runs {@code java} with the given arguments. */
  static ProgramRun of(Duration limit, List<String> javaArguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaArguments);
    // Files, not pipes: a child left behind would keep a pipe open, and the reader waiting.
    Path out = Files.createTempFile("program-", ".out");
    Path err = Files.createTempFile("program-", ".err");
    try {
      var builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      // The JVM would tell on standard error that it has read them.
      builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      long start = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      Set<ProcessHandle> family = ConcurrentHashMap.newKeySet();
      boolean ended = false;
      try {
        while (!ended && System.nanoTime() - start < limit.toNanos()) {
          ended = process.waitFor(LOOK.toNanos(), TimeUnit.NANOSECONDS);
          process.descendants().forEach(family::add);
        }
      } finally {
        process.destroyForcibly();
      }
      var took = Duration.ofNanos(System.nanoTime() - start);
      Set<Long> leftBehind = end(family);
      List<String> outLines = Files.readAllLines(out);
      List<String> errLines = Files.readAllLines(err);
      if (!ended) {
        throw new AssertionError(
            "%s did not end in %s; it wrote %s and %s"
                .formatted(command, limit, outLines, errLines));
      }
      return new ProgramRun(process.exitValue(), outLines, errLines, took, leftBehind);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Waits a little for the processes to end, kills those that do not, and returns their ids. */
  private static Set<Long> end(Set<ProcessHandle> family) throws InterruptedException {
    CompletableFuture<?>[] ends =
        family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      // Those that are alive are told below.
    } catch (ExecutionException e) {
      throw new AssertionError("the end of a process is not told by an exception", e);
    }
    Set<Long> alive = new HashSet<>();
    for (ProcessHandle each : family) {
      if (each.isAlive()) {
        alive.add(each.pid());
        each.destroyForcibly();
      }
    }
    return alive;
  }
}
