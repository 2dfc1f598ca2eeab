package dev.brood.channel;

import dev.brood.internal.message.Inbox;
import dev.brood.internal.station.RemoteFilter;
import java.io.ObjectInputFilter;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits of connections between processes that are not of one family. Immutable: each {@code with}
 * method returns a copy with one thing changed.
 *
 * @since 0.1
 */
public final class ConnectionOptions {

  private static final ConnectionOptions DEFAULTS =
      new ConnectionOptions(Duration.ofSeconds(10), 256L << 20, 128, null, false);

  private final Duration handshakeTimeout;
  private final long longestMessage;
  private final int backlog;
  private final @Nullable ObjectInputFilter filter;
  private final boolean anyInterface;

  private ConnectionOptions(
      Duration handshakeTimeout,
      long longestMessage,
      int backlog,
      @Nullable ObjectInputFilter filter,
      boolean anyInterface) {
    this.handshakeTimeout = handshakeTimeout;
    this.longestMessage = longestMessage;
    this.backlog = backlog;
    this.filter = filter;
    this.anyInterface = anyInterface;
  }

  /** Returns the defaults, as the methods of this class name them. */
  public static ConnectionOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the filter that decides what objects are read from a peer over TCP by default: numbers,
   * texts, times, and the JDK's collections of them; no classes of the class path, so no records,
   * enums or lambdas of yours. {@link #withAllowed} adds classes to it.
   */
  public static ObjectInputFilter remoteFilter() {
    return RemoteFilter.DEFAULT;
  }

  /**
   * Sets how long connecting, and proving who one is, may take; 10 seconds by default.
   *
   * @param timeout positive
   * @return a copy
   * @throws IllegalArgumentException if it is not positive
   */
  public ConnectionOptions withHandshakeTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout=" + timeout + " is not positive");
    }
    return new ConnectionOptions(timeout, longestMessage, backlog, filter, anyInterface);
  }

  /**
   * Sets how many bytes a message may have that is received; 256 MiB by default. A longer one makes
   * receiving fail with {@link dev.brood.exception.MessageTooLongException}, before memory is
   * allocated for it.
   *
   * @param bytes positive
   * @return a copy
   * @throws IllegalArgumentException if it is not positive
   */
  public ConnectionOptions withLongestMessage(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes=" + bytes + " is not positive");
    }
    return new ConnectionOptions(handshakeTimeout, bytes, backlog, filter, anyInterface);
  }

  /**
   * Sets how many connections a listener keeps that nobody has accepted yet; 128 by default. Others
   * wait.
   *
   * @param connections positive
   * @return a copy
   * @throws IllegalArgumentException if it is not positive
   */
  public ConnectionOptions withBacklog(int connections) {
    if (connections <= 0) {
      throw new IllegalArgumentException("backlog=" + connections + " is not positive");
    }
    return new ConnectionOptions(
        handshakeTimeout, longestMessage, connections, filter, anyInterface);
  }

  /**
   * Sets what decides which objects are read; it is asked about each class before that is
   * initialized. By default {@link #remoteFilter()} over TCP, and none over Unix-domain sockets: a
   * peer there is a process of this machine that knows the key. A connection with a filter of its
   * own stays in its process.
   *
   * @param decides the filter
   * @return a copy
   */
  public ConnectionOptions withFilter(ObjectInputFilter decides) {
    return new ConnectionOptions(
        handshakeTimeout,
        longestMessage,
        backlog,
        Objects.requireNonNull(decides, "filter"),
        anyInterface);
  }

  /**
   * Lets objects of some classes be read, beside what {@link #remoteFilter()} accepts; otherwise as
   * {@link #withFilter}.
   *
   * @param types the classes; those that they are made of must be among them too
   * @return a copy
   */
  public ConnectionOptions withAllowed(Class<?>... types) {
    return withFilter(RemoteFilter.allowing(Set.of(types)));
  }

  /**
   * Lets a listener be bound to all interfaces of the machine, that is to the wildcard address; by
   * default this is refused.
   *
   * @return a copy
   */
  public ConnectionOptions withAnyInterface() {
    return new ConnectionOptions(handshakeTimeout, longestMessage, backlog, filter, true);
  }

  Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  int backlog() {
    return backlog;
  }

  boolean anyInterface() {
    return anyInterface;
  }

  Inbox.Limits limits(SocketAddress address) {
    ObjectInputFilter decides = filter;
    if (decides == null && !(address instanceof UnixDomainSocketAddress)) {
      decides = RemoteFilter.DEFAULT;
    }
    return Inbox.Limits.ofStranger(longestMessage, decides);
  }

  @Override
  public String toString() {
    return "ConnectionOptions[handshakeTimeout="
        + handshakeTimeout
        + ", longestMessage="
        + longestMessage
        + ", backlog="
        + backlog
        + (filter == null ? "]" : ", filter=" + filter + "]");
  }
}
