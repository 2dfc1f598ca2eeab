package dev.brood.internal.station;

import dev.brood.internal.message.Endpoint;
import dev.brood.internal.stream.ByteStream;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.Waiter;
import java.nio.ByteBuffer;

/**
 * Passes on bytes between a stream of this process and the process that has taken it over, where
 * the stream itself cannot move: a socket, or a pipe whose memory has no name any more. Ends when
 * either side does, after what came before has been passed on.
 */
final class Relay {

  private static final int BUFFER = 64 * 1024;

  private final Endpoint endpoint;
  private final ByteStream taker;

  private Relay(Endpoint endpoint, ByteStream taker) {
    this.endpoint = endpoint;
    this.taker = taker;
  }

  /** Begins to pass on what comes on an end that was surrendered. */
  static void start(Endpoint endpoint, SocketStream taker) {
    Relay relay = new Relay(endpoint, taker);
    ByteStream own = endpoint.stream();
    Thread.ofVirtual().name("brood-relay-out").start(() -> relay.pass(taker, own));
    Thread.ofVirtual().name("brood-relay-in").start(() -> relay.pass(own, taker));
  }

  private void pass(ByteStream from, ByteStream to) {
    Waiter waiter = new Waiter();
    from.waiters().add(waiter);
    to.waiters().add(waiter);
    try {
      ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
      int count = 0;
      while (count != ByteStream.ENDED) {
        count = from.read(bytes.clear());
        if (count > 0) {
          count = writeAll(bytes.flip(), to, waiter);
        } else if (count == 0 && !from.armRead()) {
          waiter.await(Waiter.FOREVER);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      from.waiters().remove(waiter);
      to.waiters().remove(waiter);
      end();
    }
  }

  private static int writeAll(ByteBuffer bytes, ByteStream to, Waiter waiter)
      throws InterruptedException {
    while (bytes.hasRemaining()) {
      int count = to.write(bytes);
      if (count == ByteStream.ENDED) {
        return count;
      }
      if (count == 0 && !to.armWrite()) {
        waiter.await(Waiter.FOREVER);
      }
    }
    to.flush();
    return 1;
  }

  private void end() {
    taker.shut();
    endpoint.abandon("has moved to another process");
  }
}
