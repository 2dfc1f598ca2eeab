package dev.brood.benchmarks.harness;

import dev.brood.benchmarks.Benchmarks;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The main class of a measuring JVM: prepares one side of one row, then measures one sample for
 * each line that it reads, until its input ends.
 */
public final class MeasureMain {

  static final String OURS = "ours";
  static final String LIMIT = "limit";

  private static final Duration GRACE = Duration.ofSeconds(15);

  private MeasureMain() {}

  /** Measures {@code ours|limit ROW BOUND_SECONDS SIZE=VALUE...}. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    Duration bound = Duration.ofSeconds(Long.parseLong(words.get(2)));
    endAfter(bound.plus(GRACE));
    Settings settings = settings(bound, words.subList(3, words.size()));
    Row row = Benchmarks.all().row(words.get(1));
    Probe.Opener opener =
        words.getFirst().equals(OURS) ? row.ours() : row.limit().orElseThrow().probe();
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      serve(opener, settings, input, System.out);
    }
  }

  /** Speaks the protocol for one probe. */
  static void serve(
      Probe.Opener opener, Settings settings, BufferedReader input, PrintStream output)
      throws Exception {
    try (Probe probe = opener.open(settings)) {
      say(output, new ProtocolLine.Ready("Java " + Runtime.version()));
      while (isAsked(input)) {
        say(output, new ProtocolLine.Value(probe.sample()));
      }
    } catch (Exception | Error failure) {
      say(output, new ProtocolLine.Failure(failure.toString()));
      throw failure;
    }
  }

  private static boolean isAsked(BufferedReader input) throws IOException {
    return ProtocolLine.ASK.equals(input.readLine());
  }

  private static void say(PrintStream output, ProtocolLine line) {
    output.println(line.line());
    output.flush();
  }

  private static Settings settings(Duration bound, List<String> words) {
    Settings settings = Settings.of(1, 0).within(bound);
    for (String word : words) {
      int equals = word.indexOf('=');
      settings =
          settings.with(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1)));
    }
    return settings;
  }

  /** The conductor ends this process in time, unless the conductor itself was killed. */
  private static void endAfter(Duration time) {
    Thread.ofPlatform()
        .daemon()
        .name("bound")
        .start(() -> {
          try {
            Thread.sleep(time);
            Runtime.getRuntime().halt(3);
          } catch (InterruptedException notNeeded) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
