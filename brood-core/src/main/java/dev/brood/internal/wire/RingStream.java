package dev.brood.internal.wire;

import dev.brood.internal.ring.RingReader;
import dev.brood.internal.ring.RingWriter;
import java.nio.ByteBuffer;

/** The stream through a ring in each direction, with the socket as the bell. */
final class RingStream implements StreamWriter, StreamReader {

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
  public void flush() {
    if (writer.takeReaderWaits()) {
      bell.send(FrameType.BELL);
    }
  }

  @Override
  public void flushSoon() {
    if (writer.takeReaderWaitsSoon()) {
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
    if (count > 0 && reader.takeWriterWaits()) {
      bell.send(FrameType.BELL);
    }
    return count;
  }

  @Override
  public boolean waitForBytes() {
    return reader.waitForBytes();
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
