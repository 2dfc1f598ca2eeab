package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.ring.ProgressCells;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One side of the pair that an owner and a child make: control frames, a stream of bytes each way,
 * and how far the child has come with its items.
 *
 * <p>The stream goes through mapped rings where there is a region, else through the socket. Nothing
 * above this class can tell the difference, but by time.
 */
public final class Link implements FrameListener {

  /** Told of what arrives, by the thread of the event loop. Must not block. */
  public interface Listener {

    /** Bytes arrived, or there is space again; look at the stream. */
    void onBell();

    /** A control frame arrived that is not the stream's own. */
    void onFrame(byte type, byte[] payload);

    /** The peer is gone; whatever it wrote before can still be read. */
    void onClosed();
  }

  private final FrameChannel frames;
  private final StreamWriter writer;
  private final StreamReader reader;
  private final @Nullable SocketStream socketStream;
  private final @Nullable ProgressCells progress;
  private final Listener listener;
  private volatile long startedSaid;
  private final AtomicLong heartbeatsSaid = new AtomicLong();

  /**
   * Joins the socket and the region, if there is one, to a link.
   *
   * @param owner true on the owner's side
   */
  public Link(FrameChannel frames, @Nullable ByteBuffer region, boolean owner, Listener listener) {
    this.frames = frames;
    this.listener = listener;
    if (region == null) {
      SocketStream stream = new SocketStream(frames);
      this.socketStream = stream;
      this.progress = null;
      this.writer = stream;
      this.reader = stream;
    } else {
      RingStream stream = new RingStream(region, owner, frames);
      this.socketStream = null;
      this.progress = new ProgressCells(region);
      this.writer = stream;
      this.reader = stream;
    }
  }

  /** Has {@code loop} read the control frames from now on. */
  public void readBy(EventLoop loop) {
    frames.readBy(loop, this);
  }

  /**
   * Has another loop read the control frames from now on.
   *
   * @param onMoved run by the thread of that loop, before it reads the first frame
   */
  public void move(EventLoop from, EventLoop to, Runnable onMoved) {
    frames.moveTo(from, to, this, onMoved);
  }

  /** Returns the control frames, for sending. */
  public FrameChannel frames() {
    return frames;
  }

  /** Returns the stream to the peer. */
  public StreamWriter writer() {
    return writer;
  }

  /** Returns the stream from the peer. */
  public StreamReader reader() {
    return reader;
  }

  /** Child: says that it reads what is written to it, even if it has not joined yet. */
  public void sayThere() {
    if (progress != null) {
      progress.setThere();
    }
  }

  /** Owner: tells whether the child has said so. */
  public boolean isThere() {
    return progress != null && progress.isThere();
  }

  /**
   * Child: says that it begins item {@code count}, counted from 1. On return that, and all that was
   * written before, outlives this process.
   */
  public void sayStarted(long count) {
    if (progress != null) {
      progress.setStarted(count);
    } else {
      frames.sendLong(FrameType.STARTED, count);
      frames.awaitSent();
    }
  }

  /** Owner: returns how many items the child has begun. */
  public long started() {
    return progress != null ? progress.started() : startedSaid;
  }

  /** Child: says that the running item makes progress. */
  public void sayHeartbeat() {
    if (progress != null) {
      progress.beat();
    } else {
      frames.send(FrameType.HEARTBEAT);
    }
  }

  /** Owner: returns how many times items of the child have said that they make progress. */
  public long heartbeats() {
    return progress != null ? progress.heartbeats() : heartbeatsSaid.get();
  }

  /** Closes the socket; the listener is told by the loop. */
  public void close() {
    frames.close();
  }

  @Override
  public void onFrame(byte type, byte[] payload) {
    SocketStream stream = socketStream;
    if (type == FrameType.BELL) {
      listener.onBell();
    } else if (stream != null && type == FrameType.DATA) {
      stream.onData(payload);
      listener.onBell();
    } else if (stream != null && type == FrameType.CREDIT) {
      stream.onCredit(payload);
      listener.onBell();
    } else if (stream != null && type == FrameType.STARTED) {
      startedSaid = number(payload);
    } else if (stream != null && type == FrameType.HEARTBEAT) {
      heartbeatsSaid.incrementAndGet();
    } else {
      listener.onFrame(type, payload);
    }
  }

  @Override
  public void onClosed() {
    listener.onClosed();
  }

  /** Returns the one number that the payload of a frame is. */
  public static long number(byte[] payload) {
    if (payload.length != Long.BYTES) {
      throw new ProtocolException("length=" + payload.length + " of a number, expected 8");
    }
    return ByteBuffer.wrap(payload).getLong();
  }
}
