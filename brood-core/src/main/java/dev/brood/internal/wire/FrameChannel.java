package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Control frames on a socket. Any thread may send; one event loop reads.
 *
 * <p>A frame is its payload's length (4 bytes, big-endian), its type (1 byte) and the payload.
 *
 * <p>The socket never blocks. That is not about speed: a thread that is interrupted inside a
 * blocking operation of an {@code InterruptibleChannel} closes the channel, and the threads that
 * send here run users' code and are interrupted at any moment.
 */
public final class FrameChannel {

  static final int MAX_PAYLOAD = 256 << 20;
  private static final int HEADER = 5;

  private @Nullable SocketChannel socket;
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
  private @Nullable SelectionKey key;
  private ByteBuffer received = ByteBuffer.allocate(16 * 1024);
  private boolean broken;

  /** Opens a channel that keeps its frames until it is {@link #connect connected}. */
  public FrameChannel() {}

  /** Takes over a connected socket on which the handshake is done. */
  public FrameChannel(SocketChannel socket) throws IOException {
    connect(socket);
  }

  /**
   * Takes over a connected socket on which the handshake is done; once. A channel that was closed
   * before closes it.
   */
  public synchronized void connect(SocketChannel connected) throws IOException {
    socket = connected;
    if (broken) {
      connected.close();
      return;
    }
    connected.configureBlocking(false);
    writeUnsent();
  }

  /** Has {@code loop} read this channel from now on. */
  public void readBy(EventLoop loop, FrameListener listener) {
    loop.register(this, listener, null);
  }

  /** Has loop {@code to} read this channel, which {@code from} read until now. */
  void moveTo(EventLoop from, EventLoop to, FrameListener listener, Runnable onRegistered) {
    from.move(this, to, listener, onRegistered);
  }

  synchronized SocketChannel socket() {
    SocketChannel connected = socket;
    if (connected == null) {
      throw new IllegalStateException("the channel is not connected yet");
    }
    return connected;
  }

  /** Waits until all frames are with the kernel, for some time at most; used before an exit. */
  public synchronized void awaitSent(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!unsent.isEmpty() && !broken) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  /**
   * Waits until all frames are with the kernel, however long the peer takes to make room; what the
   * kernel has, the peer reads even if this process is killed. An interrupt does not end the wait,
   * and is forgotten; the end of the peer does.
   */
  synchronized void awaitSent() {
    while (!unsent.isEmpty() && !broken) {
      try {
        wait();
      } catch (InterruptedException strayed) {
        // Nobody means a thread that is between two tasks; see InterruptGate.
      }
    }
  }

  synchronized void registered(SelectionKey key) {
    this.key = key;
    if (!unsent.isEmpty()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  /** Sends a frame without payload. */
  public void send(byte type) {
    send(type, ByteBuffer.allocate(HEADER));
  }

  /** Sends a frame whose payload is one number. */
  public void sendLong(byte type, long value) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER + Long.BYTES);
    frame.position(HEADER);
    frame.putLong(value);
    send(type, frame);
  }

  /** Sends a frame whose payload is a part of {@code payload}, which is copied. */
  public void send(byte type, byte[] payload, int offset, int length) {
    if (length > MAX_PAYLOAD) {
      throw new IllegalArgumentException("length=" + length + " of a frame exceeds " + MAX_PAYLOAD);
    }
    ByteBuffer frame = ByteBuffer.allocate(HEADER + length);
    frame.position(HEADER);
    frame.put(payload, offset, length);
    send(type, frame);
  }

  private synchronized void send(byte type, ByteBuffer frame) {
    frame.clear();
    frame.putInt(0, frame.limit() - HEADER);
    frame.put(4, type);
    if (broken) {
      return;
    }
    unsent.add(frame);
    if (unsent.size() == 1) {
      writeUnsent();
    }
  }

  /** Writes what the socket takes; called by senders, and by the loop when there is room again. */
  synchronized void writeUnsent() {
    SocketChannel connected = socket;
    if (connected == null) {
      return;
    }
    try {
      ByteBuffer next;
      while ((next = unsent.peek()) != null) {
        connected.write(next);
        if (next.hasRemaining()) {
          break;
        }
        unsent.remove();
      }
      SelectionKey registration = key;
      if (registration != null && registration.isValid()) {
        if (unsent.isEmpty()) {
          registration.interestOpsAnd(~SelectionKey.OP_WRITE);
        } else if ((registration.interestOpsOr(SelectionKey.OP_WRITE) & SelectionKey.OP_WRITE)
            == 0) {
          registration.selector().wakeup();
        }
      }
    } catch (IOException | CancelledKeyException e) {
      // The peer is gone. The loop reads the end of the stream and says so to the listener.
      broken = true;
      unsent.clear();
    }
    if (unsent.isEmpty()) {
      notifyAll();
    }
  }

  /**
   * Reads what is there and passes on each complete frame; the loop's thread only.
   *
   * @return false when the peer has closed its side
   * @throws ProtocolException if the peer sends nonsense
   */
  boolean read(FrameListener listener) throws IOException {
    SocketChannel from = socket();
    while (true) {
      int count = from.read(received);
      passFrames(listener);
      if (count < 0) {
        return false;
      }
      if (count == 0) {
        return true;
      }
    }
  }

  private void passFrames(FrameListener listener) {
    received.flip();
    while (received.remaining() >= HEADER) {
      int start = received.position();
      int length = received.getInt(start);
      if (length < 0 || length > MAX_PAYLOAD) {
        throw new ProtocolException("length=" + length + " of a frame is out of range");
      }
      if (received.remaining() < HEADER + length) {
        makeRoom(HEADER + length);
        return;
      }
      byte[] payload = new byte[length];
      received.position(start + HEADER);
      received.get(payload);
      listener.onFrame(received.get(start + 4), payload);
    }
    received.compact();
  }

  private void makeRoom(int frame) {
    if (frame <= received.capacity()) {
      received.compact();
      return;
    }
    ByteBuffer larger = ByteBuffer.allocate(frame);
    larger.put(received);
    received = larger;
  }

  /** Closes the socket; the loop then tells the listener. */
  public void close() {
    SelectionKey registration;
    synchronized (this) {
      try {
        if (socket != null) {
          socket.close();
        }
      } catch (IOException e) {
        System.getLogger("dev.brood").log(System.Logger.Level.DEBUG, "closing a control socket", e);
      }
      broken = true;
      unsent.clear();
      notifyAll();
      registration = key;
    }
    if (registration != null) {
      registration.selector().wakeup();
    }
  }
}
