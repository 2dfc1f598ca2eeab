package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.MemoryCopy;
import dev.brood.benchmarks.limit.RingRoundTrip;
import dev.brood.benchmarks.limit.RingStream;
import dev.brood.benchmarks.limit.SequentialMap;
import java.util.List;

/** Rows about a running pool of two workers. */
public final class PoolRows {

  private static final int STEPS_OF_A_MILLISECOND = 500_000;

  private PoolRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        apply(),
        map(),
        mapChunk1(),
        imapUnordered(),
        bytes(),
        cpuBound(),
        uneven(),
        unevenAfterQuick(),
        unevenLongFirst());
  }

  private static Row apply() {
    return Row.named("pool.apply")
        .measures(
            "one apply at a time of a no-op on an int, round trip, pool of 2", Unit.MICROSECONDS)
        .full(two(9, 3).with("calls", 5_000))
        .quick(two(3, 2).with("calls", 2_000))
        .ours(ApplyRoundTrip::new)
        .besideCPython()
        .limit("ring ping-pong, 64 bytes", RingRoundTrip::new)
        .build();
  }

  private static Row map() {
    return Row.named("pool.map")
        .measures("map of a no-op over 1,000,000 ints, default chunks, pool of 2", Unit.PER_SECOND)
        .full(two(15, 30).with("items", 1_000_000).with("maps", 5))
        .quick(two(3, 2).with("items", 1_000_000).with("maps", 1))
        .ours(ItemsRate::map)
        .besideCPython()
        .limit("sequential loop", SequentialMap::new)
        .build();
  }

  private static Row mapChunk1() {
    return Row.named("pool.map_chunk1")
        .measures("map of a no-op over 100,000 ints, chunk 1, pool of 2", Unit.PER_SECOND)
        .full(two(7, 3).with("items", 100_000).with("maps", 1))
        .quick(two(3, 1).with("items", 100_000).with("maps", 1))
        .ours(ItemsRate::mapChunk1)
        .besideCPython()
        .limit("ring echo, streamed", RingStream::new)
        .build();
  }

  private static Row imapUnordered() {
    return Row.named("pool.imap_unordered")
        .measures(
            "imapUnordered of a no-op over 100,000 ints, default chunks, pool of 2",
            Unit.PER_SECOND)
        .full(two(7, 3).with("items", 100_000).with("maps", 1))
        .quick(two(3, 1).with("items", 100_000).with("maps", 1))
        .ours(ItemsRate::imapUnordered)
        .besideCPython()
        .limit("ring echo, streamed", RingStream::new)
        .build();
  }

  private static Row bytes() {
    return Row.named("pool.bytes_100mb")
        .measures(
            "100 MB of bytes to a worker and back, payload counted once", Unit.MEGABYTES_PER_SECOND)
        .full(two(9, 22).with("bytes", 100_000_000))
        .quick(two(3, 1).with("bytes", 100_000_000))
        .ours(BytesEcho::new)
        .besideCPython()
        .limit("memcpy there and back", MemoryCopy::new)
        .build();
  }

  private static Row cpuBound() {
    return Row.named("pool.cpu_bound")
        .measures("map of CPU-bound tasks of about 1 ms, pool of 2", Unit.PER_SECOND)
        .full(two(15, 12).with("tasks", 2_000).with("steps", STEPS_OF_A_MILLISECOND))
        .quick(two(3, 1).with("tasks", 500).with("steps", STEPS_OF_A_MILLISECOND))
        .ours(CpuBound::new)
        .limit("2-thread pool in one JVM", CpuBound::onThreads)
        .build();
  }

  private static Row uneven() {
    return Row.named("pool.uneven")
        .measures(
            "imap of sleeps of 20 ms times 1 2 1 10 3 1 4 10 1 3 2 10, chunk 1, pool of 4",
            Unit.MILLISECONDS)
        .full(Settings.of(7, 1).with("workers", 4).with("unit_ms", 20))
        .quick(Settings.of(3, 1).with("workers", 4).with("unit_ms", 10))
        .ours(UnevenTasks::mixed)
        .besideCPython()
        .limit("4 threads and a queue", UnevenTasks::mixedOnThreads)
        .build();
  }

  private static Row unevenAfterQuick() {
    return Row.named("pool.uneven_after_quick")
        .measures(
            "200 quick calls, then single calls that sleep as in pool.uneven, pool of 4",
            Unit.MILLISECONDS)
        .full(Settings.of(7, 1).with("workers", 4).with("unit_ms", 20))
        .quick(Settings.of(3, 1).with("workers", 4).with("unit_ms", 10))
        .ours(UnevenTasks::mixedAfterQuick)
        .limit("4 threads and a queue", UnevenTasks::mixedOnThreads)
        .build();
  }

  private static Row unevenLongFirst() {
    return Row.named("pool.uneven_long_first")
        .measures(
            "imap of sleeps of 20 ms times 15 1 1 1 1 1, chunk 1, pool of 2", Unit.MILLISECONDS)
        .full(two(7, 1).with("unit_ms", 20))
        .quick(two(3, 1).with("unit_ms", 10))
        .ours(UnevenTasks::longFirst)
        .besideCPython()
        .limit("2 threads and a queue", UnevenTasks::longFirstOnThreads)
        .build();
  }

  private static Settings two(int rounds, int warmups) {
    return Settings.of(rounds, warmups).with("workers", 2);
  }
}
