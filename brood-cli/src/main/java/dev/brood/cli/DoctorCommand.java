package dev.brood.cli;

import dev.brood.cli.doctor.DoctorReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = {
      "Say what this machine gives to child JVMs, and how fast they start.",
      "Starts some children, which takes a few seconds."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:children work here; there may be advice",
      "1:they do not, and the line that begins with problem says why",
      "2:the command line was not understood"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object, with the figures as numbers.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    DoctorReport report = DoctorReport.examine();
    var out = spec.commandLine().getOut();
    out.print(json ? report.toJson() : report.toText());
    out.flush();
    return report.isHealthy() ? 0 : 1;
  }
}
