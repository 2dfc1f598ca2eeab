package dev.brood.internal.serve;

import java.io.Serializable;

/**
 * How long a server waits for what.
 *
 * @param patienceNanos how long a client may be silent before it counts as gone
 * @param handleLeaseNanos how long an object stays whose handle is on its way and that nobody uses
 */
public record ServerTerms(long patienceNanos, long handleLeaseNanos) implements Serializable {

  private static final long serialVersionUID = 1L;
}
