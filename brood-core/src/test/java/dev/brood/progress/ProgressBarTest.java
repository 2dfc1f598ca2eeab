package dev.brood.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.os.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final Pattern CONTROL = Pattern.compile("\033\\[[?0-9]*[a-zA-Z]");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private Terminal terminal(boolean live, int columns, Charset charset) {
    var out = new PrintStream(written, true, charset);
    return new Terminal(() -> out, live, columns);
  }

  private ProgressBar plain() {
    return ProgressBar.on(terminal(false, 80, UTF_8));
  }

  private ProgressBar live(int columns) {
    return ProgressBar.on(terminal(true, columns, UTF_8));
  }

  private String written() {
    return written.toString(UTF_8);
  }

  private static Progress at(long done, long total, double seconds) {
    return new Progress(done, 0, 0, OptionalLong.of(total), ofSeconds(seconds), false);
  }

  private static Progress endAt(long done, long total, double seconds) {
    return new Progress(done, 0, 0, OptionalLong.of(total), ofSeconds(seconds), true);
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  @Test
  void tellsDoneTotalRateAndTimeLeft() {
    plain().named("squares").onProgress(at(50, 200, 2.0));
    assertThat(written()).isEqualTo("squares: 50/200 (25 %), 25/s, 6.0 s left\n");
  }

  @Test
  void saysWhatIsCountedAndWhatWentWrong() {
    plain()
        .withUnit("pages")
        .onProgress(
            new Progress(1500, 3, 7, OptionalLong.of(90_000), Duration.ofMinutes(3), false));
    assertThat(written())
        .isEqualTo("1,500/90,000 pages (1 %), 8.3/s, 2:57 h left, 3 failed, 7 retried\n");
  }

  @Test
  void knowsNeitherPercentNorTimeLeftWithoutATotal() {
    plain().onProgress(new Progress(2, 0, 0, OptionalLong.empty(), Duration.ofSeconds(90), false));
    assertThat(written()).isEqualTo("2, 1.3/min\n");
  }

  @Test
  void printsRarerTheLongerItTakes() {
    ProgressBar bar = plain();
    for (int tenths = 0; tenths < 72_000; tenths++) {
      bar.onProgress(at(tenths, 72_000, tenths / 10.0));
    }
    bar.onProgress(endAt(72_000, 72_000, 7200));
    assertThat(written().lines().count()).isBetween(120L, 140L);
    assertThat(written()).endsWith("72,000/72,000 (100 %), 10/s, 2:00 h\n");
  }

  @Test
  void saysWhenARunWasGivenUp() {
    plain().onProgress(endAt(5, 10, 1));
    assertThat(written()).isEqualTo("5/10 (50 %), 5.0/s, given up after 1.0 s\n");
  }

  @Test
  void nothingToDoIsDone() {
    plain().onProgress(endAt(0, 0, 0));
    assertThat(written()).isEqualTo("0/0 (100 %), 0.0 s\n");
  }

  @Test
  void aBarGrowsAndItsLastStateStays() {
    ProgressBar bar = live(80);
    bar.onProgress(at(0, 10, 0));
    bar.onProgress(at(5, 10, 1));
    bar.onProgress(endAt(10, 10, 2));
    assertThat(screen(written()))
        .containsExactly("█████████████████████████ 10/10 (100 %), 5.0/s, 2.0 s");
    assertThat(written()).contains("████████████░░░░░░░░░░░░░ 5/10 (50 %)");
  }

  @Test
  void lettersFitTheCharacterSet() {
    ProgressBar.on(terminal(true, 80, US_ASCII)).onProgress(at(5, 10, 1));
    assertThat(written()).contains("############.............");
  }

  @Test
  void neverIsWiderThanTheTerminal() {
    for (int columns : new int[] {1, 10, 30, 50, 60, 200}) {
      written.reset();
      live(columns).named("a name").onProgress(at(5, 10, 1));
      assertThat(screen(written())).allMatch(line -> line.length() < Math.max(2, columns));
    }
  }

  @Test
  void barsOfSeveralRunsAndOtherLinesDoNotMix() {
    Terminal terminal = terminal(true, 80, UTF_8);
    ProgressBar bars = ProgressBar.on(terminal);
    ProgressListener first = bars.named("first").forRun();
    ProgressListener second = bars.named("second").forRun();
    first.onProgress(at(1, 10, 1));
    second.onProgress(at(2, 10, 1));
    var stream = new PrintStream(written, true, UTF_8);
    byte[] line = "a worker says\nhello\n".getBytes(UTF_8);
    terminal.pass(stream, line, 0, line.length);
    first.onProgress(at(3, 10, 1));
    second.onProgress(endAt(10, 10, 2));
    first.onProgress(at(4, 10, 1));
    assertThat(screen(written()))
        .hasSize(4)
        .startsWith("a worker says", "hello")
        .satisfies(all -> assertThat(all.get(2)).contains("second: 10/10 (100 %)"))
        .satisfies(all -> assertThat(all.get(3)).contains("first: 4/10 (40 %)"));
  }

  @Test
  void oneRunAfterAnotherHaveALineEach() {
    ProgressBar bar = live(80);
    bar.forRun().onProgress(endAt(1, 1, 1));
    bar.forRun().onProgress(endAt(2, 2, 1));
    assertThat(screen(written())).hasSize(2);
  }

  /** What a terminal would show: lines, moving up, erasing below. */
  private static List<String> screen(String bytes) {
    var lines = new ArrayList<String>();
    int row = 0;
    int from = 0;
    var control = CONTROL.matcher(bytes);
    while (from < bytes.length()) {
      if (control.find(from) && control.start() == from) {
        String code = control.group();
        if (code.endsWith("A")) {
          row -= Integer.parseInt(code.substring(2, code.length() - 1));
        } else if (code.endsWith("J")) {
          while (lines.size() > row) {
            lines.removeLast();
          }
        }
        from = control.end();
        continue;
      }
      int end = bytes.indexOf('\033', from);
      String text = bytes.substring(from, end < 0 ? bytes.length() : end);
      for (int at = 0; at < text.length(); ) {
        int newline = text.indexOf('\n', at);
        int stop = newline < 0 ? text.length() : newline;
        while (lines.size() <= row) {
          lines.add("");
        }
        lines.set(row, lines.get(row) + text.substring(at, stop));
        row += newline < 0 ? 0 : 1;
        at = stop + 1;
      }
      from += text.length();
    }
    return lines;
  }
}
