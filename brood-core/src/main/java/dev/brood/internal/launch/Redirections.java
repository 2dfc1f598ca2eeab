package dev.brood.internal.launch;

import dev.brood.jvm.Stdio;
import java.io.File;
import java.nio.file.Path;

/** Where the standard streams of a process go that is to be started. */
final class Redirections {

  /** The file of which the JDK's own constant for discarded output is the writing side. */
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"));

  private Redirections() {}

  /** Sets the redirections of a process that is to be started. */
  static void set(ProcessBuilder builder, Stdio stdio) {
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
}
