package dev.brood.internal.call;

import dev.brood.internal.batch.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says whether an item that failed is run again. May be users' code; called where results go. */
public interface RetryPolicy {

  /** Never again. */
  RetryPolicy NONE = (failure, taskErrors, workerDeaths) -> null;

  /**
   * Returns after how long to run the item again, or null for never.
   *
   * @param failure why it failed this time
   * @param taskErrors how many times it has failed otherwise than by a death, with this one
   * @param workerDeaths how many workers have died of it, with this one
   */
  @Nullable Duration delay(Failure failure, int taskErrors, int workerDeaths);
}
