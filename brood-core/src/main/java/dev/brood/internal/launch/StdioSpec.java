package dev.brood.internal.launch;

import dev.brood.jvm.Stdio;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What happens to the standard streams of a child.
 *
 * @param output what happens to its output and error
 * @param tag put before each forwarded line; empty for none
 * @param listener told of each line, where {@code output} says so
 * @param outputFile where standard output goes, where {@code output} says so
 * @param errorFile where standard error goes, where {@code output} says so; may be the same
 * @param append whether files are added to; otherwise they are emptied first
 * @param input where standard input comes from
 * @param inputFile the file, where {@code input} says so
 * @param lastLines how many of the last lines of each stream are kept for reports
 */
public record StdioSpec(
    Output output,
    String tag,
    Optional<LineListener> listener,
    Optional<Path> outputFile,
    Optional<Path> errorFile,
    boolean append,
    Input input,
    Optional<Path> inputFile,
    int lastLines) {

  /** What happens to output and error. */
  public enum Output {
    /** By whole lines to {@code System.out} and {@code System.err} of this JVM. */
    FORWARD,
    /** The child has this process's own streams; nothing passes through this JVM. */
    INHERIT,
    /** Thrown away. */
    DISCARD,
    /** Into files. */
    FILE,
    /** To a listener. */
    LISTENER
  }

  /** Where input comes from. */
  public enum Input {
    /** There is none: the child reads the end of the stream. */
    NONE,
    /** The child has this process's own input. */
    INHERIT,
    /** A file. */
    FILE
  }

  /** Which of a child's two streams. */
  public enum StreamKind {
    /** Standard output. */
    OUTPUT,
    /** Standard error. */
    ERROR
  }

  /** Told of each line; one call at a time for each stream of a child. */
  @FunctionalInterface
  public interface LineListener {
    /**
     * Takes one line.
     *
     * @param kind where it was written
     * @param line the line, without its end
     */
    void line(StreamKind kind, String line);
  }

  static final int DEFAULT_LAST_LINES = 20;

  private static StdioSpec outputTo(Output output) {
    return new StdioSpec(
        output,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Input.NONE,
        Optional.empty(),
        DEFAULT_LAST_LINES);
  }

  /** Returns: lines go to this JVM's streams. */
  public static StdioSpec forward() {
    return outputTo(Output.FORWARD);
  }

  /** Returns: lines go to this JVM's streams, with {@code tag} before each. */
  public static StdioSpec tagged(String tag) {
    return new StdioSpec(
        Output.FORWARD,
        tag,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Input.NONE,
        Optional.empty(),
        DEFAULT_LAST_LINES);
  }

  /** Returns: the child has this process's streams. */
  public static StdioSpec inherit() {
    return outputTo(Output.INHERIT);
  }

  /** Returns: output is thrown away. */
  public static StdioSpec discard() {
    return outputTo(Output.DISCARD);
  }

  /** Returns: output goes into files. */
  public static StdioSpec files(Path output, Path error, boolean append) {
    return new StdioSpec(
        Output.FILE,
        "",
        Optional.empty(),
        Optional.of(output),
        Optional.of(error),
        append,
        Input.NONE,
        Optional.empty(),
        DEFAULT_LAST_LINES);
  }

  /** Returns: {@code listener} is told of each line. */
  public static StdioSpec listener(LineListener listener) {
    return new StdioSpec(
        Output.LISTENER,
        "",
        Optional.of(listener),
        Optional.empty(),
        Optional.empty(),
        false,
        Input.NONE,
        Optional.empty(),
        DEFAULT_LAST_LINES);
  }

  /** Returns the same with this process's input. */
  public StdioSpec withInheritedInput() {
    return withInput(Input.INHERIT, Optional.empty());
  }

  /** Returns the same with input from {@code file}. */
  public StdioSpec withInput(Path file) {
    return withInput(Input.FILE, Optional.of(file));
  }

  private StdioSpec withInput(Input from, Optional<Path> file) {
    return new StdioSpec(
        output, tag, listener, outputFile, errorFile, append, from, file, lastLines);
  }

  static StdioSpec of(Stdio stdio, String name) {
    return new StdioSpec(
        Output.valueOf(stdio.output().name()),
        stdio.tags() ? "[" + name + "] " : "",
        stdio.listener().map(StdioSpec::adapt),
        stdio.outputFile(),
        stdio.errorFile(),
        stdio.appending(),
        Input.valueOf(stdio.input().name()),
        stdio.inputFile(),
        stdio.lastLines());
  }

  StdioSpec withTag(String other) {
    return new StdioSpec(
        output, other, listener, outputFile, errorFile, append, input, inputFile, lastLines);
  }

  private static LineListener adapt(Stdio.Listener listener) {
    return (kind, line) ->
        listener.line(kind == StreamKind.OUTPUT ? Stdio.Source.OUTPUT : Stdio.Source.ERROR, line);
  }

  /** Tells whether lines pass through this JVM. */
  boolean isPiped() {
    return output == Output.FORWARD || output == Output.LISTENER;
  }

  /** Sets the redirections of a process that is to be started. */
  void applyTo(ProcessBuilder builder) {
    switch (output) {
      case FORWARD, LISTENER -> {
        builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
        builder.redirectError(ProcessBuilder.Redirect.PIPE);
      }
      case INHERIT -> {
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      }
      case DISCARD -> {
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      }
      case FILE -> {
        builder.redirectOutput(redirectTo(outputFile.orElseThrow()));
        if (outputFile.equals(errorFile)) {
          builder.redirectErrorStream(true);
        } else {
          builder.redirectError(redirectTo(errorFile.orElseThrow()));
        }
      }
    }
    switch (input) {
      case NONE -> builder.redirectInput(NOTHING);
      case INHERIT -> builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
      case FILE -> builder.redirectInput(inputFile.orElseThrow().toFile());
    }
  }

  private ProcessBuilder.Redirect redirectTo(Path file) {
    return append
        ? ProcessBuilder.Redirect.appendTo(file.toFile())
        : ProcessBuilder.Redirect.to(file.toFile());
  }

  /** The file of which the JDK's own constant for discarded output is the writing side. */
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(
          new java.io.File(java.io.File.separatorChar == '/' ? "/dev/null" : "NUL"));
}
