package dev.brood.sync;

/** What the cells of the shared objects here are for: "SYNC" and a number. */
final class Kind {
  static final long LOCK = 0x53594E4300L;
  static final long CONDITION = 0x53594E4301L;
  static final long READ_WRITE_LOCK = 0x53594E4302L;
  static final long SEMAPHORE = 0x53594E4303L;
  static final long EVENT = 0x53594E4304L;
  static final long BARRIER = 0x53594E4305L;
  static final long LATCH = 0x53594E4306L;

  private Kind() {}
}
