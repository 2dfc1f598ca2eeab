package dev.brood.benchmarks.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A measuring process seen by the conductor: a line in, a {@link ProtocolLine} out. It sleeps in a
 * read between samples, so sides that wait cost those that measure nothing.
 */
final class SideProcess implements Side {

  private static final int TAIL_LINES = 20;
  private static final Duration TO_END = Duration.ofSeconds(10);
  private static final Duration TO_DIE = Duration.ofSeconds(5);

  private final String label;
  private final Process process;
  private final BufferedWriter input;

  /** What the process said; an empty element is the end of its output. */
  private final BlockingQueue<Optional<ProtocolLine>> said = new LinkedBlockingQueue<>();

  /** The last lines that were not of the protocol. Guarded by itself. */
  private final Deque<String> tail = new ArrayDeque<>();

  /** For the user who stops the run: a side in the middle of a sample would run on. */
  private final Thread hook = new Thread(this::kill);

  /** Written and read by the thread that runs the row. */
  private boolean failed;

  private SideProcess(String label, Process process) {
    this.label = label;
    this.process = process;
    this.input = process.outputWriter();
    Runtime.getRuntime().addShutdownHook(hook);
    Thread.ofVirtual().start(() -> readOutput(process.inputReader()));
    Thread.ofVirtual().start(() -> forEachLine(process.errorReader(), this::remember));
  }

  /** Starts {@code command} with {@code environment} added to this process's own. */
  static SideProcess start(String label, List<String> command, Map<String, String> environment)
      throws SideFailedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      return new SideProcess(label, builder.start());
    } catch (IOException cannotStart) {
      throw new SideFailedException(
          label + " did not start: " + cannotStart.getMessage(), cannotStart);
    }
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String awaitReady(Deadline deadline) throws SideFailedException, InterruptedException {
    return switch (next(deadline)) {
      case ProtocolLine.Ready(String who) -> who;
      case ProtocolLine.Value _ -> throw failed("gave a value that nobody asked for");
      case ProtocolLine.Failure(String text) -> throw failed("failed: " + text);
    };
  }

  @Override
  public double sample(Deadline deadline) throws SideFailedException, InterruptedException {
    try {
      input.write(ProtocolLine.ASK);
      input.newLine();
      input.flush();
    } catch (IOException ended) {
      throw failed("does not listen any more" + exitCode());
    }
    return switch (next(deadline)) {
      case ProtocolLine.Value(double value) -> value;
      case ProtocolLine.Ready _ -> throw failed("said twice that it is ready");
      case ProtocolLine.Failure(String text) -> throw failed("failed: " + text);
    };
  }

  private ProtocolLine next(Deadline deadline) throws SideFailedException, InterruptedException {
    Optional<ProtocolLine> line = said.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw failed("was not done when the row's " + deadline.bound().toSeconds() + " s were over");
    }
    return line.orElseThrow(() -> failed("ended" + exitCode()));
  }

  private String exitCode() {
    try {
      return process.waitFor(TO_DIE) ? " with exit code " + process.exitValue() : "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private SideFailedException failed(String what) {
    failed = true;
    StringBuilder message = new StringBuilder(label).append(' ').append(what);
    synchronized (tail) {
      tail.forEach(line -> message.append('\n').append(line));
    }
    return new SideFailedException(message.toString());
  }

  private void readOutput(BufferedReader output) {
    forEachLine(
        output,
        line ->
            ProtocolLine.parse(line)
                .ifPresentOrElse(known -> said.add(Optional.of(known)), () -> remember(line)));
    said.add(Optional.empty());
  }

  private void remember(String line) {
    synchronized (tail) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(line);
    }
  }

  private static void forEachLine(BufferedReader reader, Consumer<String> action) {
    try (reader) {
      for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
        action.accept(line);
      }
    } catch (IOException closed) {
      // The process is gone, and so is what it would have said.
    }
  }

  @Override
  public void close() {
    // Taken while it lives: afterwards its children are nobody's descendants.
    List<ProcessHandle> children = process.descendants().toList();
    boolean interrupted = false;
    try {
      input.close();
    } catch (IOException ended) {
      // It does not listen any more, which is what this is for.
    }
    try {
      // Nothing is to be expected of a side that failed: it is in the way of the rows to come.
      process.waitFor(failed ? Duration.ofSeconds(1) : TO_END);
    } catch (InterruptedException stop) {
      interrupted = true;
    }
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    forgetHook();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // Then the hook does no harm.
    }
  }
}
