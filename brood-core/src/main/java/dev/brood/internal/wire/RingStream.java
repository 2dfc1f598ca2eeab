package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.ring.RingLayout;
import dev.brood.internal.ring.RingReader;
import dev.brood.internal.ring.RingWriter;
import java.nio.ByteBuffer;

/** The stream through a ring in each direction, with the socket as the bell. */
final class RingStream implements StreamWriter, StreamReader {

  /** Bytes that go at once, so that the peer copies out what is in while the next are copied in. */
  private static final int STRETCH = RingLayout.CAPACITY / 4;

  private final RingWriter writer;
  private final RingReader reader;
  private final FrameChannel bell;

  /** Opens this side's ends: the owner writes ring 0, the child ring 1. */
  RingStream(ByteBuffer region, boolean owner, FrameChannel bell) {
    this.writer = new RingWriter(region, owner ? 0 : 1);
    this.reader = new RingReader(region, owner ? 1 : 0);
    this.bell = bell;
  }

  @Override
  public int write(byte[] source, int offset, int length) {
    return writer.write(source, offset, length);
  }

  @Override
  public boolean write(long bytes, int count) {
    return writer.write(bytes, count);
  }

  @Override
  public int write(Attachment source, long offset) {
    int count = source.copyOut(offset, writer.space(STRETCH));
    writer.commit(count);
    writer.publish();
    return count;
  }

  @Override
  public int read(Attachment target, long offset) {
    int count = target.copyIn(offset, reader.filled(STRETCH));
    reader.consume(count);
    ringIfWriterWaits(count);
    return count;
  }

  private void ringIfWriterWaits(int read) {
    if (read > 0 && reader.takeWriterWaits()) {
      bell.send(FrameType.BELL);
    }
  }

  @Override
  public void flush() {
    writer.publish();
    if (writer.takeReaderWaits()) {
      bell.send(FrameType.BELL);
    }
  }

  @Override
  public void flushSoon() {
    if (writer.takeReaderWaitsSoon()) {
      writer.publish();
      bell.send(FrameType.BELL);
    }
  }

  @Override
  public boolean waitForSpace() {
    return writer.waitForSpace();
  }

  @Override
  public boolean hasBytes() {
    return reader.available() > 0;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = reader.read(target, offset, length);
    ringIfWriterWaits(count);
    return count;
  }

  @Override
  public boolean waitForBytes() {
    return reader.waitForBytes();
  }

  @Override
  public boolean hasUnflushed() {
    return reader.recorded() > 0;
  }

  @Override
  public void lookingAgain() {
    reader.lookingAgain();
  }

  @Override
  public boolean worthLooking() {
    return true;
  }
}
