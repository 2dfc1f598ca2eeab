package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolLineTest {

  @Test
  void readsWhatTheScriptsPrint() {
    assertThat(ProtocolLine.parse("{\"ready\": \"CPython 3.14.0 Pool(forkserver)\"}"))
        .contains(new ProtocolLine.Ready("CPython 3.14.0 Pool(forkserver)"));
    assertThat(ProtocolLine.parse("{\"value\": 7046901.150949814}"))
        .contains(new ProtocolLine.Value(7046901.150949814));
    assertThat(ProtocolLine.parse("{\"value\": 1e-05}\r")).contains(new ProtocolLine.Value(1e-5));
    assertThat(ProtocolLine.parse("{\"error\": \"RuntimeError('wrong \\u2026')\"}"))
        .contains(new ProtocolLine.Failure("RuntimeError('wrong \u2026')"));
  }

  @Test
  void readsBackItsOwnLines() {
    for (ProtocolLine line :
        new ProtocolLine[] {
          new ProtocolLine.Ready("Java 25"),
          new ProtocolLine.Value(0.1 + 0.2),
          new ProtocolLine.Failure("two\nlines \"quoted\"")
        }) {
      assertThat(ProtocolLine.parse(line.line())).contains(line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{\"value\": fast}",
        "{\"ready\": 1}",
        "{\"other\": 1}",
        "[warning] {\"value\": 1}"
      })
  void takesEveryOtherLineForOutput(String line) {
    assertThat(ProtocolLine.parse(line)).isEmpty();
  }
}
