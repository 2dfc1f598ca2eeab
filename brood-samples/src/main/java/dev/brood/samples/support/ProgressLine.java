package dev.brood.samples.support;

import java.io.Console;
import java.util.Locale;

/**
 * Tells on standard error how far a job is: done and total, rate, time left. On a terminal it is
 * one line that moves; elsewhere a plain line for each tenth of the job.
 */
public final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 25;
  private static final double REDRAW_SECONDS = 0.1;

  private final String label;
  private final long total;
  private final boolean live;
  private final Stopwatch watch = Stopwatch.start();
  private long done;
  private long shownTenths;
  private double shownAt;

  private ProgressLine(String label, long total, boolean live) {
    this.label = label;
    this.total = total;
    this.live = live;
  }

  public static ProgressLine start(String label, long total) {
    return new ProgressLine(label, total, isTerminal());
  }

  /** Null is no console from JDK 25 on again, as before JDK 22. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Says that one more part of the job is done. */
  public void step() {
    done++;
    double now = watch.seconds();
    if (live ? now - shownAt >= REDRAW_SECONDS : 10 * done / total > shownTenths) {
      show(now);
    }
  }

  /** Clears the line, if it is a live one: what was asked for comes next. */
  @Override
  public void close() {
    if (live) {
      System.err.print("\r\033[K");
      System.err.flush();
    }
  }

  private void show(double now) {
    shownAt = now;
    shownTenths = 10 * done / total;
    String text = text(label, done, total, now);
    if (live) {
      System.err.print("\r" + bar((int) (WIDTH * done / total)) + " " + text + "\033[K");
      System.err.flush();
    } else {
      System.err.println(text);
    }
  }

  private static String bar(int full) {
    String letters = System.err.charset().newEncoder().canEncode("█░") ? "█░" : "#.";
    return letters.substring(0, 1).repeat(full) + letters.substring(1).repeat(WIDTH - full);
  }

  static String text(String label, long done, long total, double seconds) {
    double rate = done / seconds;
    return String.format(
        Locale.ROOT,
        "%s: %,d/%,d (%d %%), %,.0f/s, %.1f s left",
        label,
        done,
        total,
        100 * done / total,
        rate,
        (total - done) / rate);
  }
}
