package dev.brood.internal.streams;

import dev.brood.internal.util.Log;
import dev.brood.jvm.Stdio;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output and error of one child, as far as they pass through this JVM. */
public final class ChildStreams {

  /** The file of which the JDK's own constant for discarded output is the writing side. */
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"));

  private final @Nullable OutputPump output;
  private final @Nullable OutputPump error;

  private ChildStreams(@Nullable OutputPump output, @Nullable OutputPump error) {
    this.output = output;
    this.error = error;
  }

  /** Sets the redirections of a process that is to be started. */
  public static void redirect(ProcessBuilder builder, Stdio stdio) {
    switch (stdio.output()) {
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
        builder.redirectOutput(to(stdio.outputFile().orElseThrow(), stdio.appending()));
        if (stdio.outputFile().equals(stdio.errorFile())) {
          builder.redirectErrorStream(true);
        } else {
          builder.redirectError(to(stdio.errorFile().orElseThrow(), stdio.appending()));
        }
      }
    }
    switch (stdio.input()) {
      case NONE -> builder.redirectInput(NOTHING);
      case INHERIT -> builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
      case FILE -> builder.redirectInput(stdio.inputFile().orElseThrow().toFile());
    }
  }

  private static ProcessBuilder.Redirect to(Path file, boolean append) {
    return append
        ? ProcessBuilder.Redirect.appendTo(file.toFile())
        : ProcessBuilder.Redirect.to(file.toFile());
  }

  /** Takes the streams of a process that was started with these redirections. */
  public static ChildStreams of(Process process, Stdio stdio, String name) {
    return stdio.output() == Stdio.Output.FORWARD || stdio.output() == Stdio.Output.LISTENER
        ? new ChildStreams(
            pump(stdio, Stdio.Source.OUTPUT, process.getInputStream(), name),
            pump(stdio, Stdio.Source.ERROR, process.getErrorStream(), name))
        : new ChildStreams(null, null);
  }

  private static OutputPump pump(Stdio stdio, Stdio.Source source, InputStream in, String name) {
    String stream = source == Stdio.Source.OUTPUT ? "stdout" : "stderr";
    Charset charset = charsetOf(stream);
    LineBuffer.Sink sink =
        stdio.output() == Stdio.Output.LISTENER
            ? new LineDelivery(stdio.listener().orElseThrow(), source, name, charset)
            : new OutputForwarder(source, stdio.tags() ? "[" + name + "] " : "", charset);
    LastLines last = new LastLines(stdio.lastLines(), charset);
    return new OutputPump(stream, name, in, sink, last);
  }

  /** The child was told to write in the encoding of this JVM's stream. */
  private static Charset charsetOf(String stream) {
    String name = System.getProperty(stream + ".encoding", "");
    return !name.isEmpty() && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /**
   * Begins to take what the child writes.
   *
   * @throws OutOfMemoryError if there is no thread for it
   */
  public void start() {
    if (output != null && error != null) {
      output.start();
      error.start();
    }
  }

  /**
   * Waits until all that the dead child wrote has been passed on.
   *
   * @return false if nobody takes it for so long
   */
  public boolean awaitDrained(long nanos) throws InterruptedException {
    return (output == null || output.awaitDrained(nanos))
        && (error == null || error.awaitDrained(nanos));
  }

  /** Waits as long as somebody takes what is left; for the end of a child. */
  public void drain(String name, long nanos) {
    for (@Nullable OutputPump pump : new @Nullable OutputPump[] {output, error}) {
      try {
        if (pump != null && !pump.awaitDrained(nanos)) {
          Log.warning(
              "the end of " + name + " is reported before its output, which nobody takes", null);
        }
      } catch (InterruptedException strayed) {
        Log.debug("interrupted while the output of " + name + " drained", strayed);
      }
    }
  }

  /** Returns the last lines of standard output. */
  public List<String> lastOutput() {
    return output == null ? List.of() : output.last().lines();
  }

  /** Returns the last lines of standard error. */
  public List<String> lastError() {
    return error == null ? List.of() : error.last().lines();
  }
}
