package dev.brood.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code brood}: the entry to what this project can show and measure. */
@Command(
    name = "brood",
    description = "Process-based parallelism for the JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the command failed", "2:the command line was not understood"},
    subcommands = {
      DemoCommand.class,
      BenchCommand.class,
      ServeCommand.class,
      DoctorCommand.class,
      CacheCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
public final class BroodCommand implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    int code = commandLine().execute(args);
    // Success ends as main does: a sample may have left a child at work, and the JVM waits for it.
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    // What stands behind the name of a sample belongs to the sample, options too.
    return new CommandLine(new BroodCommand()).setStopAtPositional(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
