package dev.brood.benchmarks.report;

import java.util.Optional;

/**
 * Writes a row as one JSON object on one line. The keys are a promise to the programs that read
 * them: {@code name, ours, unit, peer, peer_value, ratio, limit}; what is absent is {@code null}.
 */
public final class ResultJson {

  private ResultJson() {}

  /** Returns the line, without its end. */
  public static String line(RowResult result) {
    return "{\"name\": "
        + Json.string(result.row().name())
        + ", \"ours\": "
        + Json.number(result.ours())
        + ", \"unit\": "
        + Json.string(result.unit().label())
        + ", \"peer\": "
        + Optional.ofNullable(result.peer()).map(Json::string).orElse("null")
        + ", \"peer_value\": "
        + Json.number(result.peerValue())
        + ", \"ratio\": "
        + Json.number(result.ratio())
        + ", \"limit\": "
        + Json.number(result.limit())
        + "}";
  }
}
