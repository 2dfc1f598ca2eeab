package dev.brood.benchmarks.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes use, read from {@code /proc}: Linux only. */
public final class ProcessUsage {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern PROPORTIONAL = Pattern.compile("Pss: +(\\d+) kB");
  private static final Pattern PRIVATE = Pattern.compile("Private_(?:Clean|Dirty): +(\\d+) kB");

  private ProcessUsage() {}

  /** Returns the nanoseconds that the threads of these processes have been on a processor. */
  public static long cpuNanos(List<Long> pids) throws IOException {
    long sum = 0;
    for (long pid : pids) {
      sum += cpuNanos(pid);
    }
    return sum;
  }

  /**
   * To the nanosecond, where {@code /proc/PID/stat} counts in hundredths of a second: an idle
   * second has few of these.
   */
  private static long cpuNanos(long pid) throws IOException {
    List<Path> threads;
    try (Stream<Path> entries = Files.list(PROC.resolve(pid + "/task"))) {
      threads = entries.toList();
    }
    long sum = 0;
    for (Path thread : threads) {
      try {
        String times = Files.readString(thread.resolve("schedstat"));
        sum += Long.parseLong(times, 0, times.indexOf(' '), 10);
      } catch (NoSuchFileException endedMeanwhile) {
        // It cannot have run for long.
      }
    }
    return sum;
  }

  /** Returns the bytes of memory that would be free if the process ended: its unique set size. */
  public static long uniqueBytes(long pid) throws IOException {
    return uniqueBytes(Files.readAllLines(PROC.resolve(pid + "/smaps_rollup")));
  }

  static long uniqueBytes(List<String> rollup) {
    return sum(rollup, PRIVATE);
  }

  /** Returns the bytes of a process, of those that it shares a fair part: its proportional size. */
  public static long proportionalBytes(long pid) throws IOException {
    return proportionalBytes(Files.readAllLines(PROC.resolve(pid + "/smaps_rollup")));
  }

  static long proportionalBytes(List<String> rollup) {
    return sum(rollup, PROPORTIONAL);
  }

  private static long sum(List<String> rollup, Pattern line) {
    return rollup.stream()
        .map(line::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * 1024)
        .sum();
  }
}
