package dev.brood.progress;

import dev.brood.internal.os.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far a run has come: done and total, rate, time left, and what failed
 * or was tried again.
 *
 * <p>On a terminal it is a line at the bottom that moves; several runs have a line each, and what
 * workers write passes above them. As wide as the environment variable {@code COLUMNS} says, or 80.
 * Elsewhere, in a log and on other systems than Linux, it is a plain line now and then: the first
 * after a second, then rarer the longer it takes, at least one a minute while something is done,
 * and one at the end.
 *
 * <p>Immutable as a description: each run that is told to use it shows a bar of its own, also when
 * they run at the same time. Safe for any thread.
 *
 * {@snippet class = "dev.brood.samples.pool.Progress" region = "bar"}
 *
 * @since 0.1
 */
public final class ProgressBar implements ProgressListener {

  private static final int BAR = 25;
  private static final int SHORTEST_BAR = 5;
  private static final Duration FIRST_LINE = Duration.ofSeconds(1);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private final Terminal terminal;
  private final String label;
  private final String unit;

  // Of one run.
  private Terminal.@Nullable Line line;
  private Duration nextLine = FIRST_LINE;

  private ProgressBar(Terminal terminal, String label, String unit) {
    this.terminal = terminal;
    this.label = label;
    this.unit = unit;
  }

  /** Returns a bar without a name. */
  public static ProgressBar onStderr() {
    return on(Terminal.standardError());
  }

  static ProgressBar on(Terminal terminal) {
    return new ProgressBar(terminal, "", "");
  }

  /** Returns such a bar with a name, which stands before it. */
  public ProgressBar named(String name) {
    return new ProgressBar(terminal, Objects.requireNonNull(name, "name"), unit);
  }

  /**
   * Returns such a bar that says what is counted.
   *
   * @param plural for example {@code pages}
   */
  public ProgressBar withUnit(String plural) {
    return new ProgressBar(terminal, label, Objects.requireNonNull(plural, "plural"));
  }

  @Override
  public ProgressListener forRun() {
    return new ProgressBar(terminal, label, unit);
  }

  @Override
  public void onProgress(Progress progress) {
    if (terminal.isLive()) {
      draw(progress);
    } else if (progress.ended()) {
      terminal.print(text(progress));
      nextLine = FIRST_LINE;
    } else if (progress.elapsed().compareTo(nextLine) >= 0) {
      terminal.print(text(progress));
      Duration now = progress.elapsed();
      Duration pause = now.dividedBy(2).plus(FIRST_LINE);
      nextLine = now.plus(pause.compareTo(LONGEST_SILENCE) < 0 ? pause : LONGEST_SILENCE);
    }
  }

  private void draw(Progress progress) {
    Terminal.Line shown = line;
    if (shown == null) {
      shown = terminal.addLine();
      line = shown;
    }
    String text = withBar(progress);
    if (progress.ended()) {
      shown.end(text);
      line = null;
    } else {
      shown.show(text);
    }
  }

  private String withBar(Progress progress) {
    String text = text(progress);
    int most = terminal.columns() - 1;
    int width = Math.min(BAR, most - text.length() - 1);
    if (progress.total().isPresent() && width >= SHORTEST_BAR) {
      long total = Math.max(1, progress.total().getAsLong());
      int full = (int) Math.min(width, width * (double) progress.done() / total);
      String letters = terminal.canShow("█░") ? "█░" : "#.";
      return letters.substring(0, 1).repeat(full)
          + letters.substring(1).repeat(width - full)
          + " "
          + text;
    }
    return text.length() > most ? text.substring(0, Math.max(0, most)) : text;
  }

  private String text(Progress progress) {
    StringBuilder text = new StringBuilder();
    if (!label.isEmpty()) {
      text.append(label).append(": ");
    }
    long done = progress.done();
    boolean complete = progress.ended();
    text.append(number(done));
    if (progress.total().isPresent()) {
      long total = progress.total().getAsLong();
      complete &= done >= total;
      text.append('/').append(number(total));
      appendUnit(text);
      // Rounded down: nothing is complete before it is.
      text.append(" (").append(total == 0 ? 100 : Math.min(100, 100 * done / total)).append(" %)");
    } else {
      appendUnit(text);
    }
    if (done > 0) {
      text.append(", ").append(rate(progress.rate()));
    }
    if (progress.ended()) {
      text.append(complete ? ", " : ", given up after ").append(time(progress.elapsed()));
    } else {
      progress.timeLeft().ifPresent(left -> text.append(", ").append(time(left)).append(" left"));
    }
    if (progress.failed() > 0) {
      text.append(", ").append(number(progress.failed())).append(" failed");
    }
    if (progress.retried() > 0) {
      text.append(", ").append(number(progress.retried())).append(" retried");
    }
    return text.toString();
  }

  private void appendUnit(StringBuilder text) {
    if (!unit.isEmpty()) {
      text.append(' ').append(unit);
    }
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String rate(double perSecond) {
    if (perSecond < 0.1) {
      return String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
  }

  private static String time(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
    if (time.compareTo(Duration.ofHours(1)) < 0) {
      return String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%d:%02d h", time.toHours(), time.toMinutesPart());
  }

  @Override
  public String toString() {
    return "ProgressBar[name=" + label + ", unit=" + unit + "]";
  }
}
