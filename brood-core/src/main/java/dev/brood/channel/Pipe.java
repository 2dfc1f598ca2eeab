package dev.brood.channel;

import dev.brood.internal.message.Endpoint;
import dev.brood.internal.station.Ends;

/**
 * A connection between two processes, made by one of them or by a third: two ends, to be given to
 * those who are to talk.
 *
 * {@snippet class = "dev.brood.samples.channel.PipePingPong" region = "ends"}
 *
 * <p>A pipe itself cannot be sent: an end is in one process at a time, so each must go where it is
 * used. Take {@link #first()} or {@link #second()} into a variable of its own and capture that.
 *
 * <p>Closing the pipe closes the ends that are still in this process; those that have moved live
 * on.
 *
 * @since 0.1
 */
public final class Pipe implements AutoCloseable {

  /** What the bytes go through. */
  public enum Transport {
    /** Memory that both processes map, 512 KiB a pipe; the fastest. */
    RING,
    /**
     * A Unix-domain socket: needs no shared memory. An end that moves is passed on by its maker.
     */
    SOCKET
  }

  private final Connection first;
  private final Connection second;

  private Pipe(Connection first, Connection second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Returns a pipe whose ends can both send and receive.
   *
   * @throws dev.brood.exception.ProcessException if there is no room for it
   */
  public static Pipe open() {
    return open(Transport.RING);
  }

  /**
   * Returns a pipe whose ends can both send and receive.
   *
   * @param transport what the bytes go through
   * @throws dev.brood.exception.ProcessException if there is no room for it
   */
  public static Pipe open(Transport transport) {
    return of(transport, true);
  }

  /**
   * Returns a pipe whose first end receives and whose second end sends.
   *
   * @throws dev.brood.exception.ProcessException if there is no room for it
   */
  public static Pipe oneWay() {
    return oneWay(Transport.RING);
  }

  /**
   * Returns a pipe whose first end receives and whose second end sends.
   *
   * @param transport what the bytes go through
   * @throws dev.brood.exception.ProcessException if there is no room for it
   */
  public static Pipe oneWay(Transport transport) {
    return of(transport, false);
  }

  private static Pipe of(Transport transport, boolean duplex) {
    Endpoint[] ends = Ends.pipe(transport == Transport.RING);
    return new Pipe(
        new Connection(ends[0], true, duplex, "first end of a pipe"),
        new Connection(ends[1], duplex, true, "second end of a pipe"));
  }

  /** Returns one end; of a one-way pipe the one that receives. */
  public Connection first() {
    return first;
  }

  /** Returns the other end; of a one-way pipe the one that sends. */
  public Connection second() {
    return second;
  }

  /** Closes both ends, as far as they are here. */
  @Override
  public void close() {
    first.close();
    second.close();
  }

  @Override
  public String toString() {
    return "Pipe[" + first + ", " + second + "]";
  }
}
