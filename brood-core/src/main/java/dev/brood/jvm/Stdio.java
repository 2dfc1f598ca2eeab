package dev.brood.jvm;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens to the standard streams of a child.
 *
 * <p>By default a child has no input, and what it writes appears on {@code System.out} and {@code
 * System.err} of its owner, in whole lines: lines of several children never mix, and the bytes are
 * passed on as they are. A line longer than 1 MiB is passed on in parts. What a child wrote before
 * it died has been passed on when its end is reported.
 *
 * <p>An immutable value, for any thread. Nothing needs to be closed: files and threads behind it go
 * when the child dies. If whoever takes the lines is slow, the child waits.
 *
 * @param output what happens to output and error
 * @param tags whether each forwarded line starts with the child's name in brackets
 * @param listener told of each line, if {@code output} is {@link Output#LISTENER}
 * @param outputFile for standard output, if {@code output} is {@link Output#FILE}
 * @param errorFile for standard error, if {@code output} is {@link Output#FILE}
 * @param appending whether files are added to; otherwise they are emptied first
 * @param input where standard input comes from
 * @param inputFile for standard input, if {@code input} is {@link Input#FILE}
 * @param lastLines how many of the last lines of each stream are kept for the report of a crash, if
 *     the lines pass through this JVM
 * @since 0.1
 */
public record Stdio(
    Output output,
    boolean tags,
    Optional<Listener> listener,
    Optional<Path> outputFile,
    Optional<Path> errorFile,
    boolean appending,
    Input input,
    Optional<Path> inputFile,
    int lastLines) {

  /**
   * What happens to a child's output and error.
   *
   * @since 0.1
   */
  public enum Output {
    /** By whole lines to {@code System.out} and {@code System.err} of the owner. */
    FORWARD,
    /** The child writes to the owner's own streams, past any {@code System.setOut}. */
    INHERIT,
    /** Thrown away. */
    DISCARD,
    /** Into files. */
    FILE,
    /** Line by line to a {@link Listener}. */
    LISTENER
  }

  /**
   * Where a child's input comes from.
   *
   * @since 0.1
   */
  public enum Input {
    /** There is none: reading finds the end. */
    NONE,
    /** From the owner's own input. */
    INHERIT,
    /** From a file. */
    FILE
  }

  /**
   * Which of a child's two streams.
   *
   * @since 0.1
   */
  public enum Source {
    /** Standard output. */
    OUTPUT,
    /** Standard error. */
    ERROR
  }

  /**
   * Told of each line that a child writes.
   *
   * <p>It is called in the owner by a thread for each stream of each child, so at most twice at a
   * time for one child. If it throws, that line is lost to it, the first exception is logged, and
   * it is told of the next line.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes one line.
     *
     * @param source where the child wrote it
     * @param line the line, without its end
     */
    void line(Source source, String line);
  }

  private static final int LAST_LINES = 20;

  private static final Stdio FORWARD = of(Output.FORWARD);

  /**
   * Checks that what {@code output} and {@code input} need is there.
   *
   * @throws IllegalArgumentException if it is not, or {@code lastLines} is negative
   */
  public Stdio {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(input, "input");
    check(output != Output.LISTENER || listener.isPresent(), "output=LISTENER needs a listener");
    check(
        output != Output.FILE || (outputFile.isPresent() && errorFile.isPresent()),
        "output=FILE needs two files, which may be the same");
    check(input != Input.FILE || inputFile.isPresent(), "input=FILE needs a file");
    check(lastLines >= 0, "lastLines=" + lastLines + " is negative");
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  private static Stdio of(Output output) {
    return new Stdio(
        output,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Input.NONE,
        Optional.empty(),
        LAST_LINES);
  }

  /**
   * Returns: whole lines appear on the owner's {@code System.out} and {@code System.err}.
   *
   * @return the default
   */
  public static Stdio forward() {
    return FORWARD;
  }

  /**
   * Returns: as {@link #forward}, with the child's name in brackets before each line.
   *
   * @return streams with tags
   */
  public static Stdio tagged() {
    return new Stdio(
        Output.FORWARD,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Input.NONE,
        Optional.empty(),
        LAST_LINES);
  }

  /**
   * Returns: the child writes to the owner's own streams itself.
   *
   * @return streams that do not pass through this JVM
   */
  public static Stdio inherit() {
    return of(Output.INHERIT);
  }

  /**
   * Returns: what the child writes is thrown away.
   *
   * @return streams without readers
   */
  public static Stdio discard() {
    return of(Output.DISCARD);
  }

  /**
   * Returns: the child writes into files, which are emptied first.
   *
   * @param output for standard output
   * @param error for standard error; may be the same file
   * @return streams into files
   */
  public static Stdio toFiles(Path output, Path error) {
    return new Stdio(
        Output.FILE,
        false,
        Optional.empty(),
        Optional.of(output),
        Optional.of(error),
        false,
        Input.NONE,
        Optional.empty(),
        LAST_LINES);
  }

  /**
   * Returns: {@code listener} is told of each line.
   *
   * @param listener takes the lines
   * @return streams into a listener
   */
  public static Stdio listener(Listener listener) {
    return new Stdio(
        Output.LISTENER,
        false,
        Optional.of(listener),
        Optional.empty(),
        Optional.empty(),
        false,
        Input.NONE,
        Optional.empty(),
        LAST_LINES);
  }

  /**
   * Returns the same, adding to the files instead of emptying them.
   *
   * @return the changed copy
   */
  public Stdio withAppending() {
    return new Stdio(
        output, tags, listener, outputFile, errorFile, true, input, inputFile, lastLines);
  }

  /**
   * Returns the same with input from a file.
   *
   * @param file what the child reads
   * @return the changed copy
   */
  public Stdio withInput(Path file) {
    return new Stdio(
        output,
        tags,
        listener,
        outputFile,
        errorFile,
        appending,
        Input.FILE,
        Optional.of(file),
        lastLines);
  }

  /**
   * Returns the same with the owner's own input.
   *
   * @return the changed copy
   */
  public Stdio withInheritedInput() {
    return new Stdio(
        output,
        tags,
        listener,
        outputFile,
        errorFile,
        appending,
        Input.INHERIT,
        Optional.empty(),
        lastLines);
  }

  /**
   * Returns the same, keeping another number of last lines for the report of a crash.
   *
   * @param count lines of each stream
   * @return the changed copy
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public Stdio withLastLines(int count) {
    return new Stdio(
        output, tags, listener, outputFile, errorFile, appending, input, inputFile, count);
  }
}
