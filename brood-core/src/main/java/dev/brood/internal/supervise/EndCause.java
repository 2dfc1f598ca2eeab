package dev.brood.internal.supervise;

/** Why a worker ended, or is to end, that was not told to by the end of its pool. */
public enum EndCause {
  /** It died unasked. */
  DIED,
  /** It never came up. */
  NOT_STARTED,
  /** It was given as many tasks as it may be given. */
  TASKS,
  /** It was too old. */
  AGE,
  /** It used too much memory, or its heap was full. */
  MEMORY,
  /** It had grown by too much. */
  GROWTH,
  /** It did not let go of a task, or did not begin one. */
  EVICTED,
  /** It had nothing to do for too long. */
  IDLE,
  /** The pool was made smaller. */
  RESIZED
}
