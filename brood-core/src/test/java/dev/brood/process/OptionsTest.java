package dev.brood.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.internal.launch.ExitCode;
import dev.brood.internal.launch.LaunchSpec;
import dev.brood.internal.launch.StdioSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1m", "12x", "m", "1.5g", "512 m"})
  void refusesWhatIsNoHeapSize(String heap) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmOptions.defaults().withHeap(heap))
        .withMessageContaining("heap=" + heap);
  }

  @Test
  void refusesWhatIsNoOptionOrVariable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmOptions.defaults().withArguments("-jar", "a.jar"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmOptions.defaults().withEnvironment("A=B", "1"));
  }

  @Test
  void removingAVariableUndoesSettingIt() {
    JvmOptions options = JvmOptions.defaults().withEnvironment("A", "1").withoutEnvironment("A");
    assertThat(options.environment()).isEmpty();
    assertThat(options.removedVariables()).containsExactly("A");
    assertThat(options.withEnvironment("A", "2").removedVariables()).isEmpty();
  }

  @Test
  void reachesTheLauncher() {
    JvmOptions options =
        JvmOptions.defaults()
            .withHeap("64m")
            .withArguments("-Xss2m")
            .withEnvironment("A", "1")
            .withoutEnvironment("B")
            .withWorkingDirectory(Path.of("/w"))
            .withClassPath(List.of(Path.of("a.jar")))
            .withJavaHome(Path.of("/jdk"));
    LaunchSpec spec =
        LaunchConversion.apply(
            LaunchSpec.of("w-1", "c1", Path.of("/f")), options, Stdio.tagged().withLastLines(5));
    assertThat(spec.heap()).contains("64m");
    assertThat(spec.jvmArguments()).containsExactly("-Xss2m");
    assertThat(spec.environment())
        .containsEntry("A", Optional.of("1"))
        .containsEntry("B", Optional.empty());
    assertThat(spec.workingDirectory()).contains(Path.of("/w"));
    assertThat(spec.classPath()).contains(List.of(Path.of("a.jar")));
    assertThat(spec.javaHome()).contains(Path.of("/jdk"));
    assertThat(spec.stdio().tag()).isEqualTo("[w-1] ");
    assertThat(spec.stdio().lastLines()).isEqualTo(5);
    assertThat(spec.mainClass()).isEqualTo(LaunchSpec.CHILD_MAIN);
  }

  @Test
  void everyKindOfStreamsReachesTheLauncher() {
    LaunchSpec base = LaunchSpec.of("w-1", "c1", Path.of("/f"));
    for (Stdio stdio :
        List.of(
            Stdio.forward(),
            Stdio.inherit().withInheritedInput(),
            Stdio.discard().withInput(Path.of("i")),
            Stdio.toFiles(Path.of("o"), Path.of("e")).withAppending(),
            Stdio.listener((source, line) -> {}))) {
      StdioSpec spec = LaunchConversion.apply(base, JvmOptions.defaults(), stdio).stdio();
      assertThat(spec.output().name()).isEqualTo(stdio.output().name());
      assertThat(spec.input().name()).isEqualTo(stdio.input().name());
      assertThat(spec.outputFile()).isEqualTo(stdio.outputFile());
      assertThat(spec.append()).isEqualTo(stdio.appending());
    }
  }

  @Test
  void anAnnouncedExitIsTheCodeThatWasChosen() {
    assertThat(LaunchConversion.status(ExitCode.of(137)))
        .isEqualTo(new ExitStatus.Killed(9, "SIGKILL"));
    assertThat(LaunchConversion.status(ExitCode.of(137).asAnnounced()))
        .isEqualTo(new ExitStatus.Exited(137));
    assertThat(LaunchConversion.status(ExitCode.of(0)).isSuccess()).isTrue();
  }
}
