package dev.brood.concurrency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of jcstress, which runs each in JVMs of its own, compiled in many ways. */
@Tag("stress")
class StressTest {

  /** Many times what it takes; nobody waits for ever for a test that hangs. */
  private static final long LIMIT_MINUTES = 90;

  private static final Pattern RESULTS =
      Pattern.compile("Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs");

  @TempDir Path folder;

  @Test
  void nothingHappensThatMayNot() throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process jcstress =
        new ProcessBuilder(command())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = jcstress.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    jcstress.descendants().forEach(ProcessHandle::destroyForcibly);
    jcstress.destroyForcibly();
    String text = Files.readString(output, UTF_8);
    assertThat(ended).as("ended in time: %s", text).isTrue();
    List<String> last = new ArrayList<>();
    Matcher results = RESULTS.matcher(text);
    while (results.find()) {
      last = List.of(results.group(1), results.group(2), results.group(3), results.group(4));
    }
    assertThat(last).as(text).hasSize(4);
    assertThat(Integer.parseInt(last.get(0))).as("planned: %s", text).isPositive();
    assertThat(last.get(1)).as("passed: %s", text).isEqualTo(last.get(0));
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main"));
    command.addAll(List.of("-t", "dev\\.brood\\..*", "-r", folder.resolve("report").toString()));
    command.addAll(List.of("-iters", "3", "-time", "500", "-f", "1"));
    // What stands in shared memory is used again after so many states.
    command.addAll(List.of("-strideSize", "64", "-strideCount", "8"));
    return command;
  }
}
