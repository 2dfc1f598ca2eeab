package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.jvm.JvmOptions;
import dev.brood.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a child loads before its target runs, beside what comes from the JDK's archive. Each class
 * costs a start about a tenth of a millisecond, a generated one ten times that.
 */
class LeanStartTest {
  private static final int MOST_OF_OURS = 70;
  private static final int MOST_OF_THE_JDK = 40;

  /** A child that has not ended after 50 ms joins its owner, which is not what is looked at. */
  private static final String JOINING = "java.nio.channels.Selector ";

  @TempDir Path folder;

  @Test
  void aProcessLoadsLittleAndGeneratesNothing() throws InterruptedException, IOException {
    Path log = folder.resolve("loaded.txt");
    JvmOptions options =
        JvmOptions.defaults().withArguments("-Xlog:class+load=info:file=" + log + ":none");
    try (JvmProcess child = JvmProcess.builder().target(() -> {}).jvm(options).start()) {
      child.join();
      assertThat(child.exitStatus().orElseThrow().isSuccess()).isTrue();
    }
    List<String> loaded =
        Files.readAllLines(log).stream()
            .takeWhile(line -> !line.startsWith(JOINING))
            .filter(line -> !line.contains("source: shared objects file"))
            .toList();
    assertThat(loaded)
        .filteredOn(line -> line.startsWith("dev.brood."))
        .isNotEmpty()
        .hasSizeLessThan(MOST_OF_OURS);
    assertThat(loaded).filteredOn(line -> line.contains("jrt:/")).hasSizeLessThan(MOST_OF_THE_JDK);
    assertThat(loaded)
        .filteredOn(line -> line.contains("Lambda"))
        .allMatch(line ->
            line.startsWith("dev.brood.") || line.startsWith("java.lang.invoke.SerializedLambda"));
  }
}
