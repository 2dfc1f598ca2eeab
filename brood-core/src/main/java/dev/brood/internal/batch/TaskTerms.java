package dev.brood.internal.batch;

import org.jspecify.annotations.Nullable;

/**
 * On which terms items run.
 *
 * @param label what messages call them, or null
 * @param priority items of a higher one are given to workers before those of a lower
 * @param softNanos after how long a running item is interrupted, or 0 for never
 * @param timeoutNanos after how long a running item has failed and its worker must let go of it, or
 *     0 for never
 * @param stallNanos after how long without a heartbeat of its own likewise, or 0 for never
 */
public record TaskTerms(
    @Nullable String label, int priority, long softNanos, long timeoutNanos, long stallNanos) {

  /** No label, no priority, no limits. */
  public static final TaskTerms NONE = new TaskTerms(null, 0, 0, 0, 0);

  public boolean areTimed() {
    return timeoutNanos > 0 || softNanos > 0 || stallNanos > 0;
  }
}
