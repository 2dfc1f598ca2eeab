package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stream through the socket itself: the portable way, which needs no mapped memory.
 *
 * <p>Each side may have {@link #WINDOW} bytes under way that the other has not read; reading gives
 * credit back. So neither side ever stops reading its socket, and the end of the peer is always
 * seen.
 */
final class SocketStream implements StreamWriter, StreamReader {

  static final int WINDOW = 1 << 20;
  private static final int MAX_FRAME = 64 * 1024;

  private final FrameChannel frames;
  private final AtomicInteger credit = new AtomicInteger(WINDOW);
  private final AtomicInteger unread = new AtomicInteger();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private byte[] current = new byte[0];
  private int position;
  private int readSinceCredit;

  SocketStream(FrameChannel frames) {
    this.frames = frames;
  }

  @Override
  public int write(byte[] source, int offset, int length) {
    int written = 0;
    while (written < length) {
      int count = Math.min(Math.min(length - written, MAX_FRAME), credit.get());
      if (count == 0) {
        break;
      }
      credit.addAndGet(-count);
      frames.send(FrameType.DATA, source, offset + written, count);
      written += count;
    }
    return written;
  }

  @Override
  public int write(Attachment source, long offset) {
    byte[] copy = new byte[(int) Math.min(MAX_FRAME, source.byteLength() - offset)];
    int length = Math.min(credit.get(), source.copyOut(offset, ByteBuffer.wrap(copy)));
    return write(copy, 0, length);
  }

  @Override
  public int read(Attachment target, long offset) {
    byte[] copy = new byte[(int) Math.min(MAX_FRAME, target.byteLength() - offset)];
    return target.copyIn(offset, ByteBuffer.wrap(copy, 0, read(copy, 0, copy.length)));
  }

  @Override
  public void flush() {}

  @Override
  public void flushSoon() {}

  @Override
  public boolean waitForSpace() {
    return credit.get() > 0;
  }

  @Override
  public boolean hasBytes() {
    return unread.get() > 0;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = 0;
    while (count < length) {
      if (position == current.length && !nextFrame()) {
        break;
      }
      int part = Math.min(length - count, current.length - position);
      System.arraycopy(current, position, target, offset + count, part);
      position += part;
      count += part;
    }
    unread.addAndGet(-count);
    readSinceCredit += count;
    if (readSinceCredit >= WINDOW / 4) {
      byte[] granted = ByteBuffer.allocate(4).putInt(readSinceCredit).array();
      frames.send(FrameType.CREDIT, granted, 0, granted.length);
      readSinceCredit = 0;
    }
    return count;
  }

  private boolean nextFrame() {
    byte[] next;
    synchronized (arrived) {
      next = arrived.poll();
    }
    if (next == null) {
      return false;
    }
    current = next;
    position = 0;
    return true;
  }

  @Override
  public boolean waitForBytes() {
    return hasBytes();
  }

  @Override
  public boolean hasUnflushed() {
    return hasBytes();
  }

  @Override
  public void lookingAgain() {}

  @Override
  public boolean worthLooking() {
    return false;
  }

  /** The loop's thread: bytes arrived. */
  void onData(byte[] bytes) {
    if (bytes.length > WINDOW - unread.get()) {
      throw new ProtocolException("the peer sent more than its credit of " + WINDOW + " bytes");
    }
    if (bytes.length > 0) {
      synchronized (arrived) {
        arrived.add(bytes);
      }
      unread.addAndGet(bytes.length);
    }
  }

  /** The loop's thread: the peer has read. */
  void onCredit(byte[] payload) {
    if (payload.length != 4) {
      throw new ProtocolException("length=" + payload.length + " of a credit, expected 4");
    }
    int granted = ByteBuffer.wrap(payload).getInt();
    if (granted <= 0 || credit.addAndGet(granted) > WINDOW) {
      throw new ProtocolException("granted=" + granted + " exceeds what was sent");
    }
  }
}
