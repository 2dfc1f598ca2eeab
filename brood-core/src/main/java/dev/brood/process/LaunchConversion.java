package dev.brood.process;

import dev.brood.internal.launch.ExitCode;
import dev.brood.internal.launch.LaunchSpec;
import dev.brood.internal.launch.StdioSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Between the public values of this package and those that {@code internal.launch} works with. */
final class LaunchConversion {
  private LaunchConversion() {}

  /** Returns {@code spec} with what the options and streams say. */
  static LaunchSpec apply(LaunchSpec spec, JvmOptions options, Stdio stdio) {
    Map<String, Optional<String>> environment = new HashMap<>();
    options.environment().forEach((name, value) -> environment.put(name, Optional.of(value)));
    options.removedVariables().forEach(name -> environment.put(name, Optional.empty()));
    return new LaunchSpec(
        spec.name(),
        spec.childId(),
        spec.folder(),
        options.javaHome(),
        options.heap(),
        options.arguments(),
        options.classPath(),
        environment,
        options.workingDirectory(),
        streams(stdio, spec.name()),
        spec.mainClass(),
        spec.arguments());
  }

  private static StdioSpec streams(Stdio stdio, String name) {
    return new StdioSpec(
        StdioSpec.Output.valueOf(stdio.output().name()),
        stdio.tags() ? "[" + name + "] " : "",
        stdio.listener().map(LaunchConversion::listener),
        stdio.outputFile(),
        stdio.errorFile(),
        stdio.appending(),
        StdioSpec.Input.valueOf(stdio.input().name()),
        stdio.inputFile(),
        stdio.lastLines());
  }

  private static StdioSpec.LineListener listener(Stdio.Listener listener) {
    return (kind, line) ->
        listener.line(
            kind == StdioSpec.StreamKind.OUTPUT ? Stdio.Source.OUTPUT : Stdio.Source.ERROR, line);
  }

  /** Returns the public form of how a child ended. */
  static ExitStatus status(ExitCode code) {
    return code.isSignal()
        ? new ExitStatus.Killed(code.signal(), code.signalName())
        : new ExitStatus.Exited(code.raw());
  }
}
