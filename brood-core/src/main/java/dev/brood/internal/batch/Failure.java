package dev.brood.internal.batch;

/** A result that is a throwable: what a task threw, or why it has no result. */
public record Failure(Throwable cause) {}
