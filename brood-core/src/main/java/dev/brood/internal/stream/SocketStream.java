package dev.brood.internal.stream;

import dev.brood.internal.codec.Attachment;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The bytes as they go over a connected socket, Unix-domain or TCP, and nothing beside them: what
 * frames them may be ours or that of another product.
 */
public final class SocketStream implements ByteStream, Readiness.Handler {

  /** One write or read of more costs the JDK a temporary buffer of that size. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  private final SocketChannel socket;
  private final Readiness.Watch watch;
  private final Waiters waiters = new Waiters();
  private volatile boolean ended;

  /** Takes over a connected socket. */
  public SocketStream(SocketChannel socket) throws IOException {
    this.socket = socket;
    try {
      socket.configureBlocking(false);
      this.watch = Readiness.watch(socket, this);
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  /** Takes over a connected socket that is watched already. */
  public SocketStream(SocketChannel socket, Readiness.Watch watch) {
    this.socket = socket;
    this.watch = watch;
    watch.handler(this);
  }

  public SocketChannel socket() {
    return socket;
  }

  public Readiness.Watch watch() {
    return watch;
  }

  @Override
  public void onReady(Readiness.Watch ready, int operations) {
    waiters.signal();
  }

  @Override
  public int write(ByteBuffer from) {
    if (ended) {
      return ENDED;
    }
    int limit = from.limit();
    try {
      from.limit(Math.min(limit, from.position() + MOST_AT_ONCE));
      return socket.write(from);
    } catch (IOException gone) {
      return end(gone);
    } finally {
      from.limit(limit);
    }
  }

  @Override
  public int write(Attachment from, long offset) {
    ByteBuffer bytes =
        ByteBuffer.allocate((int) Math.min(MOST_AT_ONCE, from.byteLength() - offset));
    from.copyOut(offset, bytes);
    return write(bytes.flip());
  }

  @Override
  public int read(ByteBuffer to) {
    if (ended && !socket.isOpen()) {
      return ENDED;
    }
    int limit = to.limit();
    try {
      to.limit(Math.min(limit, to.position() + MOST_AT_ONCE));
      int count = socket.read(to);
      if (count < 0) {
        ended = true;
      }
      return count;
    } catch (IOException gone) {
      return end(gone);
    } finally {
      to.limit(limit);
    }
  }

  @Override
  public int read(Attachment to, long offset) {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_AT_ONCE, to.byteLength() - offset));
    int count = read(bytes);
    if (count > 0) {
      to.copyIn(offset, bytes.flip());
    }
    return count;
  }

  private int end(IOException gone) {
    System.getLogger("dev.brood").log(Level.DEBUG, "a connection broke", gone);
    ended = true;
    return ENDED;
  }

  @Override
  public void flush() {}

  @Override
  public void flushSoon() {}

  @Override
  public boolean armRead() {
    if (ended) {
      return true;
    }
    watch.arm(SelectionKey.OP_READ);
    return false;
  }

  @Override
  public boolean armWrite() {
    if (ended) {
      return true;
    }
    watch.arm(SelectionKey.OP_WRITE);
    return false;
  }

  @Override
  public boolean worthLooking() {
    return false;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public Waiters waiters() {
    return waiters;
  }

  @Override
  public void shut() {
    ended = true;
    watch.close();
    waiters.signal();
  }

  @Override
  public void release() {}
}
