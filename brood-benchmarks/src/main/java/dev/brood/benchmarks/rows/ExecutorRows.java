package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.BareJvmStart;
import dev.brood.benchmarks.limit.RingRoundTrip;
import dev.brood.benchmarks.limit.RingStream;
import dev.brood.pool.MapOptions;
import java.util.List;

/** Rows about the executor, and about what safety costs. */
public final class ExecutorRows {

  private static final int KB = 1_000;
  private static final int STEPS_OF_100_MICROS = 50_000;

  private ExecutorRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        submit(),
        submitAll(),
        taskTimeout(),
        taskTimeoutChunks(),
        progressBar(),
        workerDeath(),
        workerKill(),
        isolation("50kb", 50 * KB, 1_000),
        isolation("350kb", 350 * KB, 200),
        isolation("3mb", 3_000 * KB, 24));
  }

  private static Row submit() {
    return Row.named("executor.submit")
        .measures(
            "one submit at a time of a no-op on an int, until its result is there, executor of 2",
            Unit.MICROSECONDS)
        .full(two(9, 3).with("calls", 5_000))
        .quick(two(3, 2).with("calls", 2_000))
        .ours(SubmitRoundTrip::new)
        .besideCPython()
        .limit("ring ping-pong, 64 bytes", RingRoundTrip::new)
        .build();
  }

  private static Row submitAll() {
    return Row.named("executor.submit_all")
        .measures("20,000 submits of a no-op on an int, then all results", Unit.PER_SECOND)
        .full(two(9, 15).with("items", 20_000))
        .quick(two(3, 3).with("items", 20_000))
        .ours(SubmitAll::new)
        .besideCPython()
        .limit("ring echo, streamed", RingStream::new)
        .build();
  }

  private static Row taskTimeoutChunks() {
    return Row.named("pool.task_timeout_chunks")
        .measures(
            "map of a no-op over 1,000,000 ints, default chunks, in a pool with a task timeout",
            Unit.PER_SECOND)
        .full(two(9, 15).with("items", 1_000_000).with("chunk", MapOptions.ADAPTIVE))
        .quick(two(3, 2).with("items", 1_000_000).with("chunk", MapOptions.ADAPTIVE))
        .ours(Safeguards::withTimeout)
        .limit("the same without a timeout", Safeguards::withoutTimeout)
        .build();
  }

  private static Row taskTimeout() {
    return Row.named("pool.task_timeout")
        .measures(
            "map of a no-op over 100,000 ints, chunk 1, in a pool with a task timeout",
            Unit.PER_SECOND)
        .full(two(9, 4).with("items", 100_000).with("chunk", 1))
        .quick(two(3, 2).with("items", 100_000).with("chunk", 1))
        .ours(Safeguards::withTimeout)
        .limit("the same without a timeout", Safeguards::withoutTimeout)
        .build();
  }

  private static Row progressBar() {
    return Row.named("progress.bar")
        .measures("map of tasks of about 100 us, with a progress bar, pool of 2", Unit.PER_SECOND)
        .full(two(9, 2).with("items", 10_000).with("steps", STEPS_OF_100_MICROS))
        .quick(two(3, 1).with("items", 5_000).with("steps", STEPS_OF_100_MICROS))
        .ours(Safeguards::withBar)
        .limit("the same without a bar", Safeguards::withoutBar)
        .build();
  }

  private static Row workerDeath() {
    return Row.named("pool.worker_death")
        .measures(
            "a task kills its worker, the next result after that, pool of 1", Unit.MILLISECONDS)
        .full(Settings.of(7, 1).with("workers", 1).with("starts", 9))
        .quick(Settings.of(3, 1).with("workers", 1).with("starts", 5))
        .ours(WorkerDeathCost::ofHalts)
        .limit("start of a bare JVM to its end", BareJvmStart::new)
        .build();
  }

  private static Row workerKill() {
    return Row.named("pool.worker_kill")
        .measures(
            "a worker is killed in its task, the next result after that, pool of 2",
            Unit.MILLISECONDS)
        .full(two(7, 1).with("starts", 9))
        .quick(two(3, 1).with("starts", 5))
        .ours(WorkerDeathCost::ofKills)
        .limit("start of a bare JVM to its end", BareJvmStart::new)
        .build();
  }

  private static Row isolation(String name, int bytes, int documents) {
    return Row.named("isolation." + name)
        .measures(
            "text and words of HTML documents of " + bytes / KB + " KB, pool of 2",
            Unit.MEGABYTES_PER_SECOND)
        .full(two(7, 3).with("bytes", bytes).with("documents", documents))
        .quick(two(3, 1).with("bytes", bytes).with("documents", documents))
        .ours(DocumentRate::inProcesses)
        .limit("ExecutorService of 2 threads", DocumentRate::onThreads)
        .build();
  }

  private static Settings two(int rounds, int warmups) {
    return Settings.of(rounds, warmups).with("workers", 2);
  }
}
