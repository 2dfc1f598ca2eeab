package dev.brood.cli.doctor;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was found out about one thing.
 *
 * @param name what it is about
 * @param level whether anything should be done
 * @param value what was found, in words
 * @param advice what to do; empty if there is nothing to do
 * @param figures the same in numbers, for programs; each name ends in its unit
 */
public record Finding(
    String name, Level level, String value, String advice, Map<String, Double> figures) {

  /** Whether anything should be done. */
  public enum Level {
    /** Nothing to do. */
    OK,
    /** All works, and would work better. */
    ADVICE,
    /** Children cannot be started, or cannot work. */
    PROBLEM
  }

  /** Copies the figures. */
  public Finding {
    figures = Map.copyOf(figures);
  }

  static Finding ok(String name, String value) {
    return new Finding(name, Level.OK, value, "", Map.of());
  }

  static Finding advice(String name, String value, String advice) {
    return new Finding(name, Level.ADVICE, value, advice, Map.of());
  }

  static Finding problem(String name, String value, String advice) {
    return new Finding(name, Level.PROBLEM, value, advice, Map.of());
  }

  /** Returns this finding with one more figure. */
  Finding with(String figure, long number) {
    return with(figure, (double) number);
  }

  /** Returns this finding with one more figure. */
  Finding with(String figure, double number) {
    Map<String, Double> more = new TreeMap<>(figures);
    more.put(figure, number);
    return new Finding(name, level, value, advice, more);
  }
}
