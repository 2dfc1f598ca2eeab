package dev.brood.queue;

/** What the cells of the shared objects here are for: "QUEU" and a number. */
final class Kind {
  static final long QUEUE = 0x5155455500L;
  static final long JOINABLE_QUEUE = 0x5155455501L;

  private Kind() {}
}
