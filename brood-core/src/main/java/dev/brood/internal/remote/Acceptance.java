package dev.brood.internal.remote;

import dev.brood.internal.message.Inbox;
import dev.brood.internal.station.RemoteFilter;
import java.io.ObjectInputFilter;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection accepts from the other.
 *
 * @param handshakeNanos how long it may take to connect and to prove who one is
 * @param longestMessage how long a message may be
 * @param filter decides which objects are read; null for the default, which is none between
 *     processes of this machine
 */
public record Acceptance(
    long handshakeNanos, long longestMessage, @Nullable ObjectInputFilter filter) {

  /** What is accepted unless somebody says otherwise. */
  public static final Acceptance DEFAULT = new Acceptance(10_000_000_000L, 256L << 20, null);

  /** Returns the limits of connections at an address. */
  public Inbox.Limits limits(SocketAddress address) {
    ObjectInputFilter decides = filter;
    if (decides == null && !(address instanceof UnixDomainSocketAddress)) {
      decides = RemoteFilter.DEFAULT;
    }
    return Inbox.Limits.ofStranger(longestMessage, decides);
  }
}
