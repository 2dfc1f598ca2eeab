package dev.brood.internal.wire;

/** Told what arrives on a {@link FrameChannel}, by the thread that reads it. Must not block. */
public interface FrameListener {

  /** A frame arrived; {@code payload} belongs to the receiver. */
  void onFrame(byte type, byte[] payload);

  /** The peer is gone or the channel was closed; called once, nothing follows. */
  void onClosed();
}
