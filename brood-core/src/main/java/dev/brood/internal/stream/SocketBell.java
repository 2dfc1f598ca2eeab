package dev.brood.internal.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * The link between two ends of a pipe in different processes. A byte on it is a bell, its end is
 * the end of the other process, or of its hold on the other end.
 */
public final class SocketBell implements RingStream.Bell, Readiness.Handler {

  /** What is written for a bell; the reader takes any byte for one. */
  public static final byte BELL = 1;

  private final SocketStream socket;
  private final RingStream stream;
  private final ByteBuffer heard = ByteBuffer.allocateDirect(64);

  private SocketBell(SocketStream socket, RingStream stream) {
    this.socket = socket;
    this.stream = stream;
  }

  /** Links a stream over a socket on which nothing else will be said. */
  public static void link(SocketStream socket, RingStream stream) {
    SocketBell bell = new SocketBell(socket, stream);
    stream.link(bell);
    socket.watch().handler(bell);
    socket.watch().arm(SelectionKey.OP_READ);
  }

  @Override
  public void ring() {
    try {
      // What does not fit is not missed: the other side has not read the bells before it.
      socket.socket().write(ByteBuffer.wrap(new byte[] {BELL}));
    } catch (IOException gone) {
      System.getLogger("dev.brood").log(Level.TRACE, "nobody hears the bell", gone);
    }
  }

  @Override
  public void cut() {
    socket.shut();
  }

  @Override
  public void onReady(Readiness.Watch watch, int operations) {
    int count;
    do {
      heard.clear();
      count = socket.read(heard);
    } while (count == heard.capacity());
    if (count < 0) {
      socket.shut();
      stream.unlinked(this);
    } else {
      stream.waiters().signal();
      watch.arm(SelectionKey.OP_READ);
    }
  }
}
