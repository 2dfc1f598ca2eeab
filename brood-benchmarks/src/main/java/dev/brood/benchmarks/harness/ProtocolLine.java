package dev.brood.benchmarks.harness;

import dev.brood.benchmarks.report.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a measuring process says on its standard output, one flat JSON object per line. It says
 * {@code ready} once, then a {@code value} for each line that it reads, or an {@code error} and
 * ends. Every other line is somebody's output and means nothing here.
 */
sealed interface ProtocolLine {

  /** The side is prepared. {@code who} names it, as in {@code CPython 3.14.0 Pool(forkserver)}. */
  record Ready(String who) implements ProtocolLine {}

  /** One sample. */
  record Value(double value) implements ProtocolLine {}

  /** The side cannot go on. */
  record Failure(String text) implements ProtocolLine {}

  /** What the conductor writes to have one sample. */
  String ASK = "sample";

  /** One key, one value. */
  Pattern FORM = Pattern.compile("\\{\"(ready|value|error)\": ?(.*)}");

  /** Returns what a line says; empty if it is not of this protocol. */
  static Optional<ProtocolLine> parse(String line) {
    Matcher matcher = FORM.matcher(line.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String value = matcher.group(2);
    try {
      return Optional.of(
          switch (matcher.group(1)) {
            case "ready" -> new Ready(Json.parseString(value));
            case "value" -> new Value(Double.parseDouble(value));
            default -> new Failure(Json.parseString(value));
          });
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** Returns the line that says this. */
  default String line() {
    return switch (this) {
      case Ready(String who) -> "{\"ready\": " + Json.string(who) + "}";
      // All digits: rounding is for the reader of the report.
      case Value(double value) -> "{\"value\": " + value + "}";
      case Failure(String text) -> "{\"error\": " + Json.string(text) + "}";
    };
  }
}
