package dev.brood.internal.call;

import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskTerms;

/**
 * On which terms calls are made: those of the task, and what the caller does about failures.
 *
 * @param task the terms that the supervisor keeps
 * @param retries whether a failed item is run again
 * @param index the place of a single call in its row
 * @param clock how long such calls take
 * @param observer told when the call has ended for good, and when it runs again
 */
public record CallTerms(
    TaskTerms task, RetryPolicy retries, long index, TaskClock clock, RunObserver observer) {}
