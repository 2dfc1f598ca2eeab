package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of records that was kept as bytes, to be read again later. */
public final class RecordedStream implements RecordReader.Source {

  private final ByteBuffer bytes;

  /** Opens what {@link #record} returned. */
  public RecordedStream(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /**
   * Returns parcels as the bytes that would go over a stream, or null if they are more than {@code
   * most}.
   */
  public static byte @Nullable [] record(List<Parcel> parcels, int most) {
    Recorder recorder = new Recorder(most);
    Outbox outbox = new Outbox(recorder);
    for (Parcel each : parcels) {
      outbox.add(each);
    }
    return outbox.pump() ? recorder.bytes.toByteArray() : null;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = Math.min(length, bytes.remaining());
    if (count == 0 && length > 0) {
      throw endsTooEarly();
    }
    bytes.get(target, offset, count);
    return count;
  }

  @Override
  public int read(Attachment target, long offset) {
    if (!bytes.hasRemaining()) {
      throw endsTooEarly();
    }
    return target.copyIn(offset, bytes);
  }

  private static ProtocolException endsTooEarly() {
    return new ProtocolException("the recorded stream ends too early");
  }

  /** Takes so many bytes and is full then. */
  private static final class Recorder implements StreamWriter {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    Recorder(int most) {
      this.most = most;
    }

    @Override
    public int write(byte[] source, int offset, int length) {
      int count = Math.min(length, most - bytes.size());
      bytes.write(source, offset, count);
      return count;
    }

    @Override
    public int write(Attachment source, long offset) {
      long left = Math.min(most - bytes.size(), source.byteLength() - offset);
      ByteBuffer part = ByteBuffer.allocate((int) left);
      int count = source.copyOut(offset, part);
      bytes.write(part.array(), 0, count);
      return count;
    }

    @Override
    public void flush() {}

    @Override
    public void flushSoon() {}

    @Override
    public boolean waitForSpace() {
      return false;
    }
  }
}
