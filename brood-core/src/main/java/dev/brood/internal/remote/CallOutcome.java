package dev.brood.internal.remote;

import org.jspecify.annotations.Nullable;

/** How a call of a batch ended. */
public record CallOutcome(@Nullable Object value, @Nullable Throwable thrown) {}
