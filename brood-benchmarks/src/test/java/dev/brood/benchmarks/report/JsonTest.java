package dev.brood.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void writesStringsInAscii() {
    assertThat(Json.string("a \"b\"\\\n\t\u00e9")).isEqualTo("\"a \\\"b\\\"\\\\\\n\\t\\u00e9\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a \"b\" \\ / c",
        "line\nline\r\ttab",
        "\u00e9 \u2026",
        "\u0000\u001f"
      })
  void readsBackWhatItWrites(String text) {
    assertThat(Json.parseString(Json.string(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"", "plain", "\"a\"b\"", "\"a\\\"", "\"\\x\"", "\"\\u12\"", "\"\\uzzzz\""})
  void refusesWhatIsNoString(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parseString(json));
  }

  @Test
  void writesPlainNumbers() {
    assertThat(Json.number(0)).isEqualTo("0");
    assertThat(Json.number(35)).isEqualTo("35");
    assertThat(Json.number(0.000_123_456_78)).isEqualTo("0.000123457");
    assertThat(Json.number(12_345_678.9)).isEqualTo("12345700");
  }

  @Test
  void hasNoNumberForWhatIsNone() {
    assertThat(Json.number(Double.NaN)).isEqualTo("null");
    assertThat(Json.number(Double.POSITIVE_INFINITY)).isEqualTo("null");
  }
}
