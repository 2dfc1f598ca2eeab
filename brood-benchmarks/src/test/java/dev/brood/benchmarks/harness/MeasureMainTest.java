package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MeasureMainTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private void serve(Probe probe, String input) throws Exception {
    MeasureMain.serve(
        _ -> probe,
        Settings.of(1, 0),
        new BufferedReader(new StringReader(input)),
        new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  private List<ProtocolLine> said() {
    return output
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> ProtocolLine.parse(line).orElseThrow())
        .toList();
  }

  @Test
  void measuresOncePerLineAndEndsWithItsInput() throws Exception {
    AtomicInteger count = new AtomicInteger();
    serve(count::incrementAndGet, "sample\nsample\n");
    assertThat(said())
        .containsExactly(
            new ProtocolLine.Ready("Java " + Runtime.version()),
            new ProtocolLine.Value(1),
            new ProtocolLine.Value(2));
  }

  @Test
  void saysWhyItCannotGoOnAndClosesTheProbe() {
    AtomicBoolean closed = new AtomicBoolean();
    Probe failing =
        new Probe() {
          @Override
          public double sample() {
            throw new IllegalStateException("wrong result");
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    assertThatIllegalStateException().isThrownBy(() -> serve(failing, "sample\n"));
    assertThat(said())
        .contains(new ProtocolLine.Failure("java.lang.IllegalStateException: wrong result"));
    assertThat(closed).isTrue();
  }
}
