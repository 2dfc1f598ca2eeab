package dev.brood.memory;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.region.SharedBytes;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.StreamWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Memory written or read from its beginning to its end, as a link between two processes would be.
 */
final class SharedStream implements StreamWriter, RecordReader.Source {

  private static final long STRETCH = 1 << 30;

  private final MemorySegment memory;
  private long position;

  SharedStream(MemorySegment memory) {
    this.memory = memory;
  }

  private int next(int length) {
    return (int) Math.min(length, memory.byteSize() - position);
  }

  private ByteBuffer rest() {
    return memory.asSlice(position, Math.min(STRETCH, memory.byteSize() - position)).asByteBuffer();
  }

  @Override
  public int write(byte[] source, int offset, int length) {
    int count = next(length);
    SharedBytes.put(memory, position, source, offset, count);
    position += count;
    return count;
  }

  @Override
  public int write(Attachment source, long offset) {
    int count = source.copyOut(offset, rest());
    position += count;
    return count;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = next(length);
    SharedBytes.get(memory, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int read(Attachment target, long offset) {
    int count = target.copyIn(offset, rest());
    position += count;
    return count;
  }

  @Override
  public void flush() {
    // What is written is there.
  }

  @Override
  public void flushSoon() {
    // What is written is there.
  }

  @Override
  public boolean waitForSpace() {
    return position < memory.byteSize();
  }
}
