package dev.brood.internal.protocol;

import org.jspecify.annotations.Nullable;

/** How a call of a batch ended. */
public record CallOutcome(@Nullable Object value, @Nullable Throwable thrown) {}
