package dev.brood.benchmarks;

/** How long a row may take. */
public enum Effort {
  /** Shows that the row works; its figure is good for an order of magnitude. */
  QUICK,
  /** A figure to be quoted. */
  FULL
}
