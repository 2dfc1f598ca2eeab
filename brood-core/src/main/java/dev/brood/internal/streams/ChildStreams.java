package dev.brood.internal.streams;

import dev.brood.internal.util.Log;
import dev.brood.jvm.Stdio;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output and error of one child, as far as they pass through this JVM. */
public final class ChildStreams {

  private final @Nullable OutputPump output;
  private final @Nullable OutputPump error;

  private ChildStreams(@Nullable OutputPump output, @Nullable OutputPump error) {
    this.output = output;
    this.error = error;
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
    String stream = streamOf(source);
    return new OutputPump(stream, name, in, charsetOf(stream), taker(stdio, source, name));
  }

  private static String streamOf(Stdio.Source source) {
    return source == Stdio.Source.OUTPUT ? "stdout" : "stderr";
  }

  private static OutputPump.Taker taker(Stdio stdio, Stdio.Source source, String name) {
    Charset charset = charsetOf(streamOf(source));
    LineBuffer.Sink sink =
        stdio.output() == Stdio.Output.LISTENER
            ? new LineDelivery(stdio.listener().orElseThrow(), source, name, charset)
            : new OutputForwarder(source, stdio.tags() ? "[" + name + "] " : "", charset);
    return new OutputPump.Taker(sink, new LastLines(stdio.lastLines(), charset));
  }

  /** The child was told to write in the encoding of this JVM's stream. */
  private static Charset charsetOf(String stream) {
    String name = System.getProperty(stream + ".encoding", "");
    return !name.isEmpty() && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /** Treats what the child writes from now on as is wanted of a child of another name. */
  public void handTo(Stdio stdio, String name) {
    if (output != null && error != null) {
      output.passTo(taker(stdio, Stdio.Source.OUTPUT, name));
      error.passTo(taker(stdio, Stdio.Source.ERROR, name));
    }
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
