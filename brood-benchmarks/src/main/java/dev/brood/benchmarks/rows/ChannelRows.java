package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.MemoryCopy;
import dev.brood.benchmarks.limit.RingRoundTrip;
import java.util.List;

/** Rows about a pipe to one child. */
public final class ChannelRows {

  private ChannelRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("pipe.rtt_64b")
            .measures("64 bytes to a child and back over a pipe, round trip", Unit.MICROSECONDS)
            .full(Settings.of(9, 3).with("bytes", 64).with("calls", 5_000))
            .quick(Settings.of(3, 2).with("bytes", 64).with("calls", 2_000))
            .ours(PipeEcho::roundTrip)
            .besideCPython()
            .limit("ring ping-pong, 64 bytes", RingRoundTrip::new)
            .build(),
        Row.named("pipe.echo_1mib")
            .measures(
                "1 MiB to a child and back over a pipe, payload counted once",
                Unit.MEGABYTES_PER_SECOND)
            .full(Settings.of(9, 3).with("bytes", 1 << 20).with("calls", 300))
            .quick(Settings.of(3, 2).with("bytes", 1 << 20).with("calls", 100))
            .ours(PipeEcho::rate)
            .besideCPython()
            .limit("memcpy there and back", MemoryCopy::new)
            .build());
  }
}
